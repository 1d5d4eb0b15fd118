using Speeko.Grains;
using Speeko.Grains.Segments;
using Speeko.Grains.Synthesis;
using Speeko.Hosting;
using Speeko.Relay;
using Speeko.Silo.Caching;
using Speeko.Speech.Engines.Workers;
using SessionOptions = Speeko.Grains.Sessions.SessionOptions;

namespace Speeko.Silo.Hosting;

/// <summary>Puts a silo together.</summary>
public static class SiloHost
{
    public static WebApplication Build(string[] args)
    {
        KnownSettings.Check(
            args,
            SiloHelp.Text,
            (ClusterSettings.Section, typeof(ClusterSettings)),
            (SpeechWorkerOptions.Section, typeof(SpeechWorkerOptions)),
            (SessionOptions.Section, typeof(SessionOptions)),
            (SegmentMemoryOptions.Section, typeof(SegmentMemoryOptions)),
            (AudioCacheOptions.Section, typeof(AudioCacheOptions)),
            (SynthesisSchedulerOptions.Section, typeof(SynthesisSchedulerOptions)),
            (RelayOptions.SectionName, typeof(RelayOptions)));
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddOneLineConsole();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddStdinLifetime(builder.Configuration);

        // The engine starts before the silo joins: a silo in the cluster can speak.
        builder.Services.AddSpeechWorkers(builder.Configuration);
        builder.Services.AddSpeechGrains(builder.Configuration);
        builder.Services.AddHostedService<EngineStartup>();
        builder.UseOrleans(silo => silo.UseSpeechCluster(builder.Configuration));
        builder.Services.AddHostedService<SiloReadiness>();
        builder.Services.AddSingleton<ReadinessFlag>();

        var app = builder.Build();
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", (ReadinessFlag flag) => flag.IsReady
            ? Results.Text("ready")
            : Results.Text("starting", statusCode: StatusCodes.Status503ServiceUnavailable));
        return app;
    }
}
