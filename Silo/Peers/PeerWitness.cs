namespace Speeko.Silo.Peers;

/// <summary>See <see cref="IPeerWitness"/>.</summary>
internal sealed class PeerWitness(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, PeerWatch watch)
    : GrainService(id, silo, loggers), IPeerWitness
{
    public Task<bool> HasLost(SiloAddress silo) => Task.FromResult(watch.HasLost(silo));
}
