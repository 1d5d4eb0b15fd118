using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Speeko.Silo.Peers;

/// <summary>
/// Has a silo declared dead whose process is seen to have ended. It takes as many silos to see it as Orleans wants votes: one
/// alone may be wrong, for example behind a firewall that was set up anew and refuses in the name of others.
/// </summary>
/// <param name="membership">Of the cluster.</param>
/// <param name="local">This silo.</param>
/// <param name="options">How many votes Orleans wants.</param>
/// <param name="hasLost">Asks the first silo whether it has lost the second; does not take long, and does not throw.</param>
/// <param name="logger">Where it is said.</param>
internal sealed class PeerDeath(
    IClusterMembershipService membership,
    ILocalSiloDetails local,
    IOptions<ClusterMembershipOptions> options,
    Func<SiloAddress, SiloAddress, Task<bool>> hasLost,
    ILogger<PeerDeath> logger)
{
    private int _isStuck;

    /// <summary>Does what can be done now; to be called again until the membership says that the silo is dead.</summary>
    public async Task DeclareAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        try
        {
            // 1. The others must have seen it as well.
            if (!await IsConfirmedAsync(silo).ConfigureAwait(false))
                return;

            // 2. The table itself is asked: the silo may have left in order just before. It also tells whether the store is
            //    there; Orleans retries in vain in growing pauses, and one request after the other.
            await membership.Refresh(cancellationToken: cancellationToken).ConfigureAwait(false);
            if (membership.CurrentSnapshot.GetSiloStatus(silo) != SiloStatus.Active)
                return;

            // 3. Whoever of the others does the same at this moment does no harm.
            await membership.TryKill(silo).ConfigureAwait(false);
            Interlocked.Exchange(ref _isStuck, 0);
            PeerLog.Declared(logger, silo);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (Interlocked.Exchange(ref _isStuck, 1) == 0)
                PeerLog.NotDeclared(logger, silo, exception.Message);
        }
    }

    /// <summary>As Orleans counts: in a cluster of two, one is enough.</summary>
    private async Task<bool> IsConfirmedAsync(SiloAddress silo)
    {
        var active = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active)
            .Select(member => member.SiloAddress)
            .ToList();
        var votes = 1;
        var needed = Math.Min(options.Value.NumVotesForDeathDeclaration, (active.Count + 1) / 2);
        if (votes >= needed)
            return true;

        var others = active.Where(other => !other.Equals(silo) && !other.Equals(local.SiloAddress));
        await foreach (var answer in Task.WhenEach(others.Select(other => hasLost(other, silo))).ConfigureAwait(false))
        {
            if (await answer.ConfigureAwait(false) && ++votes >= needed)
                return true;
        }

        return false;
    }
}
