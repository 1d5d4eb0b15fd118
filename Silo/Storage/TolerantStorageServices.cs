using Orleans.Persistence;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using Speeko.Silo.Caching;

namespace Speeko.Silo.Storage;

internal static class TolerantStorageServices
{
    /// <summary>Grain storage of this name that is kept in Redis, and does without it when it is away.</summary>
    public static ISiloBuilder AddTolerantRedisGrainStorage(
        this ISiloBuilder silo, string name, RedisConnection connection, Action<RedisStorageOptions> configure)
    {
        var redis = $"{name}InRedis";
        silo.AddRedisGrainStorage(redis, options =>
        {
            options.ConfigurationOptions = connection.Options;
            options.CreateMultiplexer = _ => connection.ShareAsync();
            configure(options);
        });
        silo.Services.AddGrainStorage(name, (services, _) => new TolerantGrainStorage(
            services.GetRequiredKeyedService<IGrainStorage>(redis),
            () => connection.IsConnected,
            services.GetRequiredService<DeepCopier>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<TolerantGrainStorage>>()));
        return silo;
    }
}
