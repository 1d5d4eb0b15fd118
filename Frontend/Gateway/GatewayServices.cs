using Speeko.Hosting;

namespace Speeko.Frontend.Gateway;

internal static class GatewayServices
{
    /// <summary>To be called behind UseOrleansClient: the lanes need a cluster client that has started.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ReadinessFlag>();
        services.AddSingleton<SessionTable>();
        services.AddSingleton<LaneOffers>();
        services.AddOptions<SegmentCacheOptions>().Bind(configuration.GetSection(SegmentCacheOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SegmentCache>();
        services.AddSingleton<FirstSounds>();
        services.AddSingleton<BulkTurns>();
        services.AddSingleton<LaneSet>();
        services.AddSingleton<ISpeechGateway, SpeechGateway>();
        services.AddHostedService<LaneStartup>();
        services.AddHostedService<SessionWatch>();
        return services;
    }
}
