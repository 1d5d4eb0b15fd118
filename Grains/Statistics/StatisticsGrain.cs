using Orleans.Concurrency;
using Speeko.Grains.Interfaces.Statistics;

namespace Speeko.Grains.Statistics;

/// <summary>
/// See <see cref="IStatisticsGrain"/>. Asks the silos that this one knows of: the management grain would ask the membership
/// table, and while its Redis is away there would be no counters just when somebody wants to see them.
/// </summary>
[StatelessWorker(maxLocalWorkers: 1), Reentrant]
internal sealed class StatisticsGrain(IClusterMembershipService membership, StatisticsServices services) : Grain, IStatisticsGrain
{
    public async Task<SiloStatistics> Collect(CancellationToken cancellationToken)
    {
        var active = membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active);
        var silos = await Task.WhenAll(active.Select(member => services.SnapshotAsync(member.SiloAddress))).WaitAsync(cancellationToken);
        return silos.Aggregate(new SiloStatistics(), (sum, silo) => sum.Add(silo));
    }
}
