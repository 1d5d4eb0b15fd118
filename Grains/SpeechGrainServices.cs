using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Speeko.Grains.Caching;
using Speeko.Grains.Segments;
using Speeko.Grains.Sessions;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Grains.Sessions.Placement;
using Speeko.Grains.Statistics;
using Speeko.Grains.Synthesis;
using Speeko.Grains.Voices;

namespace Speeko.Grains;

public static class SpeechGrainServices
{
    /// <summary>
    /// What the grains need beside an <see cref="Speech.Engines.ISpeechEngine"/>. Where a host adds an <see cref="IAudioCache"/>,
    /// finished audio is kept there too, and where it adds an <see cref="ISessionStore"/>, sessions are.
    /// </summary>
    public static IServiceCollection AddSpeechGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SessionOptions>()
            .Bind(configuration.GetSection(SessionOptions.Section))
            .Configure(options =>
            {
                options.ChunkBytes = configuration.GetValue("CHUNK_SIZE", options.ChunkBytes);
                options.FrameBytes = configuration.GetValue("STREAM_BUFFER_SIZE", options.FrameBytes);
            })
            .ValidateDataAnnotations()
            .Validate(options => options.ChunkBytes % 2 == 0, "CHUNK_SIZE must be even: a sample has two bytes.")
            .Validate(options => options.FrameBytes >= options.ChunkBytes, "STREAM_BUFFER_SIZE must not be below CHUNK_SIZE.")
            .ValidateOnStart();
        services.AddOptions<SegmentMemoryOptions>()
            .Bind(configuration.GetSection(SegmentMemoryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SynthesisSchedulerOptions>()
            .Bind(configuration.GetSection(SynthesisSchedulerOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

        services.TryAddSingleton<IAudioCache, NoAudioCache>();
        services.TryAddSingleton<ISessionStore, NoSessionStore>();
        services.AddSingleton<KeptSessions>();
        services.AddSingleton<SpeechCounters>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddGrainService<StatisticsService>();
        services.AddSingleton<StatisticsServices>();
        services.AddSingleton<ClusterStatistics>();
        services.AddSingleton(provider => new SessionsOfSilos(
            provider.GetRequiredService<ClusterStatistics>().SessionsAsync, provider.GetRequiredService<TimeProvider>()));
        services.AddPlacementDirector<SessionPlacement, SessionPlacementDirector>();
        services.AddSingleton<SynthesisScheduler>();
        services.AddSingleton<SegmentMaker>();
        services.AddSingleton<SegmentMemory>();
        services.AddSingleton<SegmentsHere>();
        services.AddSingleton<EarlyRefusal>();
        services.AddSingleton<AudioPages>();
        services.AddSingleton<SegmentNames>();
        services.AddSingleton<SiloStop>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloStop>());
        services.AddSingleton<SegmentReader>();
        services.AddSingleton<LaneChoice>();
        services.AddSingleton<VoiceResolver>();
        return services;
    }
}
