using System.Collections.Concurrent;

namespace Speeko.Silo.Peers;

/// <summary>
/// Watches the other active silos, so that one whose process has ended is declared dead at once instead of after some missed
/// probes. Whatever else may befall a silo is left to the probes of Orleans. Registered behind Orleans, and so stopped before
/// this silo leaves. Those that leave in order are not watched to their end: they say first that they do.
/// </summary>
internal sealed class PeerWatch(
    IClusterMembershipService membership,
    ILocalSiloDetails local,
    IPeerLine line,
    PeerDeath death,
    TimeProvider time,
    ILogger<PeerWatch> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<SiloAddress, (Peer Peer, CancellationTokenSource End)> _peers = [];

    /// <summary>Whether this silo has proof that the other one's process has ended.</summary>
    public bool HasLost(SiloAddress silo) => _peers.TryGetValue(silo, out var watched) && watched.Peer.IsGone;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken).ConfigureAwait(false))
                Follow(snapshot, stoppingToken);
        }
        finally
        {
            foreach (var silo in _peers.Keys)
                Forget(silo);
        }
    }

    private void Follow(ClusterMembershipSnapshot snapshot, CancellationToken stoppingToken)
    {
        foreach (var silo in _peers.Keys.Where(silo => snapshot.GetSiloStatus(silo) != SiloStatus.Active))
            Forget(silo);
        foreach (var member in snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active))
        {
            if (!member.SiloAddress.Equals(local.SiloAddress) && !_peers.ContainsKey(member.SiloAddress))
                Watch(member.SiloAddress, stoppingToken);
        }
    }

    private void Watch(SiloAddress silo, CancellationToken stoppingToken)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var peer = new Peer(silo, line, death.DeclareAsync, time);
        _peers[silo] = (peer, end);
        _ = WatchAsync(silo, peer, end.Token);
    }

    private void Forget(SiloAddress silo)
    {
        if (!_peers.TryRemove(silo, out var watched))
            return;
        watched.End.Cancel();
        watched.End.Dispose();
    }

    private async Task WatchAsync(SiloAddress silo, Peer peer, CancellationToken cancellationToken)
    {
        try
        {
            await peer.WatchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It is no active member any more, or this silo stops.
        }
        catch (Exception exception)
        {
            PeerLog.WatchFailed(logger, silo, exception);
        }
    }
}
