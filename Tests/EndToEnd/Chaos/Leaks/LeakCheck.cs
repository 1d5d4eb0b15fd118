using Speeko.Tests.EndToEnd.Conversation;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Chaos.Leaks;

/// <summary>
/// What a cluster holds while nobody listens. Whatever has happened to it, it holds as much afterwards: as many workers, as many
/// subscriptions, no session and no connection of somebody who has left, and it does no work.
/// </summary>
/// <param name="Workers">Engine processes of each silo, in ascending order.</param>
/// <param name="Descriptors">The most that a frontend has open.</param>
/// <param name="Subscriptions">Who listens to which stream, as Redis has it.</param>
/// <param name="Sessions">That the silos hold.</param>
/// <param name="KeptSessions">That are written down.</param>
internal sealed record LeakCheck(
    IReadOnlyList<int> Workers, int Descriptors, SubscriptionRecords Subscriptions, long Sessions, int KeptSessions)
{
    /// <summary>Connections between processes are made as they are needed.</summary>
    private const int MoreDescriptors = 30;

    /// <summary>A session waits for its listener for half a minute, and what is written down of it goes after three times as long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>As it is now.</summary>
    public static async Task<LeakCheck> LookAsync(ChaosCluster cluster)
    {
        var processes = cluster.Processes.ProcessIds;
        return new LeakCheck(
            [.. processes.Silos.Select(silo => ProcessTable.ChildrenOf(silo).Count(ProcessTable.IsAlive)).Order()],
            processes.Frontends.Max(frontend => Footprint.Of(frontend)?.Descriptors ?? 0),
            await SubscriptionRecords.ReadAsync(cluster.Redis),
            await cluster.Processes.CountAsync("sessions_open"),
            await KeptSessionsAsync(cluster.Redis));
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
        $"{string.Join('+', Workers)} workers, {Descriptors} descriptors of a frontend, {Subscriptions}, {Sessions} sessions, {KeptSessions} written down";

    private bool Bears(LeakCheck now, int disturbances) =>
        now.Workers.SequenceEqual(Workers)
        && now.Descriptors <= Descriptors + MoreDescriptors
        && now.Subscriptions.ExplainedBy(ChaosCluster.Frontends, disturbances)
        && (now.Sessions, now.KeptSessions) == (0, 0);

    private static async Task<int> KeptSessionsAsync(RedisServer server)
    {
        await using var redis = await server.ConnectAsync();
        return await redis.GetServer(server.Endpoint).KeysAsync(pattern: "session:*").CountAsync();
    }

    private static async Task<bool> IsIdleAsync(ChaosCluster cluster)
    {
        var before = await ClusterWork.OfAsync(cluster.Processes);
        await Task.Delay(Idle, TimeProvider.System);
        return before == await ClusterWork.OfAsync(cluster.Processes);
    }
}
