using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary><c>/ws/tts/stream</c>: JSON in, binary audio and JSON out; see docs/protocol.md.</summary>
internal sealed class WebSocketDoor(
    ISpeechGateway gateway,
    RequestCheck check,
    IOptions<LimitOptions> limits,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<WebSocketDoor> logger)
{
    public const string Path = "/ws/tts/stream";

    public async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await Results.Problem("Connect with a WebSocket client.", statusCode: StatusCodes.Status426UpgradeRequired)
                .ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        await using var session = await gateway.OpenAsync(gone.Token).ConfigureAwait(false);
        using var conversation = new SocketConversation(socket, session, check, limits.Value, time);
        try
        {
            await conversation.RunAsync(gone).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            SocketLog.Disconnected(logger, session.Id, exception.Message);
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
            await conversation.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "restarting").ConfigureAwait(false);
    }
}
