using Speeko.Grains.Interfaces.Statistics;

namespace Speeko.Grains.Statistics;

/// <summary>
/// What all silos have counted that this one knows of: the management grain would ask the membership table, and while its Redis is
/// away there would be no counters just when somebody wants to see them.
/// </summary>
internal sealed class ClusterStatistics(IClusterMembershipService membership, StatisticsServices services)
{
    public async Task<SiloStatistics> SumAsync() =>
        (await CollectAsync()).Aggregate(new SiloStatistics(), (sum, silo) => sum.Add(silo.Statistics));

    /// <summary>Sessions that are there now, by silo.</summary>
    public async Task<IReadOnlyDictionary<SiloAddress, long>> SessionsAsync() =>
        (await CollectAsync()).ToDictionary(silo => silo.Address, silo => silo.Statistics.SessionsOpen);

    private Task<(SiloAddress Address, SiloStatistics Statistics)[]> CollectAsync() => Task.WhenAll(
        membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active)
            .Select(async member => (member.SiloAddress, await services.SnapshotAsync(member.SiloAddress))));
}
