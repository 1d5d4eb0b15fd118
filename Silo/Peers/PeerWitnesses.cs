using Orleans.Runtime.Services;

namespace Speeko.Silo.Peers;

/// <summary>The witnesses of all silos, by silo.</summary>
internal sealed class PeerWitnesses(IServiceProvider services, TimeProvider time) : GrainServiceClient<IPeerWitness>(services)
{
    /// <summary>Who takes longer has nothing to say: it may be dead itself. It is asked again.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the witness says so. Does not throw.</summary>
    public async Task<bool> HaveLostAsync(SiloAddress witness, SiloAddress silo)
    {
        try
        {
            return await GetGrainService(witness).HasLost(silo).WaitAsync(AnswerLimit, time).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Gone, late, or of a version that knows no such thing: it has not said so.
            return false;
        }
    }
}
