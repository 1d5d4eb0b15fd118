using Speeko.Grains.Caching;

namespace Speeko.Silo.Caching;

internal static class AudioCacheServices
{
    /// <summary>Keeps finished audio in Redis, where there is one.</summary>
    /// <param name="services">The silo's.</param>
    /// <param name="configuration">Its settings.</param>
    /// <param name="cluster">The connection of the cluster; null when it has none.</param>
    public static IServiceCollection AddAudioCache(
        this IServiceCollection services, IConfiguration configuration, RedisConnection? cluster)
    {
        services.AddOptions<AudioCacheOptions>()
            .Bind(configuration.GetSection(AudioCacheOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        var own = configuration.GetSection(AudioCacheOptions.Section).GetValue<string?>(nameof(AudioCacheOptions.Redis));
        var connection = string.IsNullOrWhiteSpace(own) ? cluster : RedisConnection.To(own, isNeeded: false);
        if (connection is null)
            return services;

        // By a factory, so that the host closes it at its end.
        services.AddSingleton(_ => connection);
        services.AddSingleton<AudioStore>();
        services.AddSingleton<CacheHealth>();
        services.AddSingleton<CacheWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<CacheWriter>());
        services.AddHostedService<CacheProbe>();
        services.AddSingleton<IAudioCache, RedisAudioCache>();
        return services;
    }
}
