using Orleans.Services;

namespace Speeko.Silo.Peers;

/// <summary>One on each silo, so that each can be asked what it has seen.</summary>
[Alias("speeko.peer-witness")]
internal interface IPeerWitness : IGrainService
{
    /// <summary>Whether this silo has proof that the other one's process has ended.</summary>
    [Alias("has-lost")]
    Task<bool> HasLost(SiloAddress silo);
}
