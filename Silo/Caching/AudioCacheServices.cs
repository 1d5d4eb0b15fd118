using Speeko.Grains.Caching;

namespace Speeko.Silo.Caching;

internal static class AudioCacheServices
{
    /// <summary>Keeps finished audio in the Redis behind <paramref name="connection"/>.</summary>
    public static IServiceCollection AddRedisAudioCache(
        this IServiceCollection services, RedisConnection connection, IConfiguration configuration)
    {
        services.AddOptions<AudioCacheOptions>()
            .Bind(configuration.GetSection(AudioCacheOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
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
