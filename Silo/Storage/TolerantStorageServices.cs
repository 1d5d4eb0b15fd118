using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace Speeko.Silo.Storage;

internal static class TolerantStorageServices
{
    /// <summary>Adds a grain storage of this name that is kept in another one, and bears its loss.</summary>
    /// <param name="services">The silo's.</param>
    /// <param name="name">Name of the storage.</param>
    /// <param name="behind">Name of the one behind it.</param>
    /// <param name="isConnected">Whether that one can be asked at all; answers at once.</param>
    public static IServiceCollection AddTolerantGrainStorage(
        this IServiceCollection services, string name, string behind, Func<bool> isConnected)
    {
        services.AddSingleton<UnwrittenStates>();
        services.AddSingleton(provider => new StoreReach(
            isConnected, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<StoreReach>>()));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => new WriteBehind(
            Behind(provider),
            provider.GetRequiredService<StoreReach>(),
            provider.GetRequiredService<UnwrittenStates>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WriteBehind>>()));
        return services.AddGrainStorage(name, (provider, _) => new TolerantGrainStorage(
            Behind(provider),
            provider.GetRequiredService<StoreReach>(),
            provider.GetRequiredService<UnwrittenStates>(),
            provider.GetRequiredService<DeepCopier>()));

        IGrainStorage Behind(IServiceProvider provider) => provider.GetRequiredKeyedService<IGrainStorage>(behind);
    }
}
