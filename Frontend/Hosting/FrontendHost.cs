using Microsoft.Extensions.Options;
using Speeko.Frontend.Doors.Http;
using Speeko.Frontend.Doors.SignalR;
using Speeko.Frontend.Doors.WebSockets;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Frontend.Security;
using Speeko.Hosting;
using Speeko.Relay;

namespace Speeko.Frontend.Hosting;

/// <summary>Puts a frontend together.</summary>
public static class FrontendHost
{
    /// <summary>
    /// All are sent away within eight seconds, and have ten to take what is under way; whatever hangs behind that is given up, so
    /// that the process is gone within the half minute that it is granted.
    /// </summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(22);

    public static WebApplication Build(string[] args)
    {
        KnownSettings.Check(
            args,
            FrontendHelp.Text,
            (ClusterSettings.Section, typeof(ClusterSettings)),
            (LimitOptions.Section, typeof(LimitOptions)),
            (AuthOptions.Section, typeof(AuthOptions)),
            (SegmentCacheOptions.Section, typeof(SegmentCacheOptions)),
            (RelayOptions.SectionName, typeof(RelayOptions)));
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddOneLineConsole();
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.NoDelay = builder.Configuration.GetValue("TCP_NODELAY", true);

            // Nobody here blocks, so nothing has to be handed from one thread to the next between a socket and its door.
            sockets.UnsafePreferInlineScheduling = true;
            sockets.CreateBoundListenSocket = ListenSocket.Bind;
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddStdinLifetime(builder.Configuration);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ClusterFailureHandler>();
        builder.Services.AddApiKeys(builder.Configuration);
        builder.Services.AddRequests(builder.Configuration);
        builder.Services.AddSpeechHub();
        builder.Services.AddSingleton<FarewellPace>();
        builder.Services.AddSingleton<WebSocketDoor>();
        builder.Services.AddSingleton<PrefetchDoor>();
        builder.Services.AddSingleton<AudioResponse>();
        builder.Services.AddSingleton<SpeechDoor>();
        builder.Services.AddSingleton<ListenDoor>();
        builder.UseOrleansClient(client => client.UseSpeechCluster(builder.Configuration));
        builder.Services.AddGateway(builder.Configuration);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.Use(GatheringUpgrade.InvokeAsync);
        app.UseWebSockets(new WebSocketOptions
        {
            // A peer that vanished without a word is noticed within 35 s.
            KeepAliveInterval = TimeSpan.FromSeconds(15),
            KeepAliveTimeout = TimeSpan.FromSeconds(20),
        });
        app.Use(ReadinessGate.InvokeAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapVoices();
        app.MapStatistics();
        app.MapPost(SpeechDoor.Path, (HttpContext context, SpeechDoor door) => door.AcceptAsync(context));
        app.MapGet(ListenDoor.Path, (HttpContext context, string id, string? from, ListenDoor door) => door.AcceptAsync(context, id, from));
        app.MapPost(PrefetchDoor.Path, (HttpContext context, PrefetchDoor door) => door.AcceptAsync(context));
        var stalled = TimeSpan.FromSeconds(app.Services.GetRequiredService<IOptions<LimitOptions>>().Value.StalledSeconds);
        app.MapHub<SpeechHub>(SpeechHub.Path, hub => hub.TransportSendTimeout = stalled);
        app.Map(WebSocketDoor.Path, (HttpContext context, WebSocketDoor door) => door.AcceptAsync(context));
        return app;
    }
}
