using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Chaos.Leaks;

/// <summary>
/// What a cluster holds while nobody listens. Whatever has happened to it, it holds as much afterwards: as many workers, as many
/// subscriptions, no connection of somebody who has left, and it does no work.
/// </summary>
/// <param name="Workers">Engine processes of each silo, in ascending order.</param>
/// <param name="Descriptors">The most that a frontend has open.</param>
/// <param name="Subscriptions">Who listens to which stream, as Redis has it.</param>
internal sealed record LeakCheck(IReadOnlyList<int> Workers, int Descriptors, SubscriptionRecords Subscriptions)
{
    /// <summary>Connections between processes are made as they are needed.</summary>
    private const int MoreDescriptors = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>As it is now.</summary>
    public static async Task<LeakCheck> LookAsync(ChaosCluster cluster)
    {
        var processes = cluster.Processes.ProcessIds;
        return new LeakCheck(
            [.. processes.Silos.Select(silo => ProcessTable.ChildrenOf(silo).Count(ProcessTable.IsAlive)).Order()],
            processes.Frontends.Max(frontend => Footprint.Of(frontend)?.Descriptors ?? 0),
            await SubscriptionRecords.ReadAsync(cluster.Redis));
    }

    /// <summary>Waits until the cluster holds no more than <paramref name="before"/> and so many disturbances explain, and is idle.</summary>
    public static async Task NothingLeftAsync(ChaosCluster cluster, LeakCheck before, int disturbances)
    {
        var now = before;
        await Eventually.TrueAsync(
            async () => before.Bears(now = await LookAsync(cluster), disturbances) && await IsIdleAsync(cluster),
            Patience,
            () => $"The cluster was {before}, and now it is {now}, or does not come to rest.");
    }

    public override string ToString() =>
        $"{string.Join('+', Workers)} workers, {Descriptors} descriptors of a frontend, {Subscriptions}";

    private bool Bears(LeakCheck now, int disturbances) =>
        now.Workers.SequenceEqual(Workers)
        && now.Descriptors <= Descriptors + MoreDescriptors
        && now.Subscriptions.ExplainedBy(ChaosCluster.Frontends, disturbances);

    private static async Task<bool> IsIdleAsync(ChaosCluster cluster)
    {
        var before = await WorkAsync(cluster);
        await Task.Delay(Idle, TimeProvider.System);
        return before == await WorkAsync(cluster);
    }

    private static async Task<(long, long)> WorkAsync(ChaosCluster cluster)
    {
        using var counters = await cluster.Processes.GetJsonAsync("/v1/stats");
        return (counters.RootElement.GetProperty("syntheses").GetInt64(), counters.RootElement.GetProperty("frames").GetInt64());
    }
}
