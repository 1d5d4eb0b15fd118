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
    FarewellPace pace,
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
        var owner = context.User.OwnerId();
        var session = await gateway.OpenAsync(owner, context.RequestAborted).ConfigureAwait(false);
        var voice = new SocketVoice(gateway, owner, session);
        var conversation = new SocketConversation(socket, gathering, voice, check, limits.Value, pace, time);
        await using var _ = conversation.ConfigureAwait(false);
        using var present = pace.Enter();
        var ended = await conversation.RunAsync(context.RequestAborted, lifetime.ApplicationStopping).ConfigureAwait(false);
        if (conversation.IsUnanswered)
            context.Abort();
        switch (ended)
        {
            case null:
                break;
            case var broken when SocketConversation.IsOfConnection(broken):
                SocketLog.Disconnected(logger, voice.Listener.Id);
                break;
            case var bug:
                SocketLog.Failed(logger, voice.Listener.Id, bug);
                break;
        }
    }
}
