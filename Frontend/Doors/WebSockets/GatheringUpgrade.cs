using Microsoft.AspNetCore.Http.Features;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>
/// Puts a <see cref="GatheringStream"/> between the server's connection and the WebSocket that ASP.NET makes of it, for
/// a WebSocket itself sends every message by itself.
/// </summary>
internal sealed class GatheringUpgrade(IHttpUpgradeFeature upgrade) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    /// <summary>Null until the request was upgraded.</summary>
    public GatheringStream? Stream { get; private set; }

    public async Task<Stream> UpgradeAsync() => Stream = new GatheringStream(await upgrade.UpgradeAsync().ConfigureAwait(false));

    /// <summary>To stand before UseWebSockets, which takes the feature that it finds.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == WebSocketDoor.Path && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            context.Features.Set<IHttpUpgradeFeature>(new GatheringUpgrade(upgrade));
        return next(context);
    }
}
