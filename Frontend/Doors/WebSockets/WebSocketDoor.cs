using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Frontend.Security;

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

    /// <summary>What is spoken here also when a client asks for nothing by name.</summary>
    public const string SubProtocol = "speeko.v1.json";

    public async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await Results.Problem("Connect with a WebSocket client.", statusCode: StatusCodes.Status426UpgradeRequired)
                .ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        // A browser that asked for a sub-protocol breaks off when none is named in return.
        var subProtocol = context.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol) ? SubProtocol : null;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(subProtocol).ConfigureAwait(false);
        var gathering = (context.Features.Get<IHttpUpgradeFeature>() as GatheringUpgrade)?.Stream;
        await using var session = await gateway.OpenAsync(context.User.OwnerId(), context.RequestAborted).ConfigureAwait(false);
        using var conversation = new SocketConversation(socket, gathering, session, check, limits.Value, time);
        switch (await conversation.RunAsync(context.RequestAborted, lifetime.ApplicationStopping).ConfigureAwait(false))
        {
            case null:
                break;
            case WebSocketException or IOException or ConnectionAbortedException:
                SocketLog.Disconnected(logger, session.Id);
                break;
            case var bug:
                SocketLog.Failed(logger, session.Id, bug);
                break;
        }
    }
}
