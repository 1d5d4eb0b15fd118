using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Speeko.Silo.Peers;

internal static class PeerWatchServices
{
    /// <summary>Has silos whose process has ended declared dead at once.</summary>
    public static IServiceCollection AddPeerWatch(this IServiceCollection services)
    {
        services.AddSingleton<IPeerLine, PeerLine>();
        services.AddSingleton<PeerWitnesses>();
        services.AddSingleton(provider => new PeerDeath(
            provider.GetRequiredService<IClusterMembershipService>(),
            provider.GetRequiredService<ILocalSiloDetails>(),
            provider.GetRequiredService<IOptions<ClusterMembershipOptions>>(),
            provider.GetRequiredService<PeerWitnesses>().HaveLostAsync,
            provider.GetRequiredService<ILogger<PeerDeath>>()));
        services.AddSingleton<PeerWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<PeerWatch>());
        services.AddGrainService<PeerWitness>();
        return services;
    }
}
