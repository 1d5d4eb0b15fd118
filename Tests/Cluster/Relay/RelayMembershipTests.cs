using Xunit.Abstractions;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>Silos come and go while events flow through every lane.</summary>
[Collection(OneClusterAtATime.Name)]
public class RelayMembershipTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_silo_that_stops_hands_its_queues_on_and_every_lane_brings_all_or_is_replaced()
    {
        await using var cluster = await RelayCluster.StartAsync(3);
        var inbox = new Inbox();
        await using var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);
        await cluster.WaitUntilSettledAsync(queues: 8);
        var debt = new LaneDebt(cluster, lanes, inbox);
        await using var flow = await Flow.StartAsync(cluster, lanes.Names, inbox, cluster.Silos[0]);

        var started = TimeProvider.System.GetTimestamp();
        await cluster.Cluster.StopSiloAsync(cluster.Silos[2]);
        var took = TimeProvider.System.GetElapsedTime(started);
        output.WriteLine($"stopped in {took.TotalMilliseconds:0} ms");
        var sent = await flow.StopAsync();
        output.WriteLine(cluster.Log.OfRelay());

        Assert.InRange(await debt.SettleAsync(sent), sent.Length / 2, sent.Length);

        // Orleans itself may log that a pub-sub grain was on that silo, and asks again.
        Assert.Equal([0, 0, 0, 0], new[] { 3000, 3002, 3011, 3012 }.Select(cluster.Log.Count));
        Assert.True(took < TimeSpan.FromSeconds(4), $"stopping took {took}");
    }

    [Fact]
    public async Task A_silo_that_joins_gets_its_share_and_every_lane_brings_all_or_is_replaced()
    {
        await using var cluster = await RelayCluster.StartAsync(1);
        var inbox = new Inbox();
        await using var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);
        var debt = new LaneDebt(cluster, lanes, inbox);
        await using var flow = await Flow.StartAsync(cluster, lanes.Names, inbox, cluster.Silos[0]);

        await cluster.Cluster.StartAdditionalSiloAsync();
        await cluster.WaitUntilSettledAsync(queues: 8);
        var sent = await flow.StopAsync();

        var whole = await debt.SettleAsync(sent);
        Assert.InRange(whole, sent.Length / 2, sent.Length);
        // A lane that is replaced complains of it, and of nothing else may be complained.
        if (whole == sent.Length)
            Assert.Empty(cluster.Log.Complaints());
    }

    [Fact]
    public async Task A_silo_that_dies_leaves_a_gap_and_every_lane_goes_on()
    {
        await using var cluster = await RelayCluster.StartAsync(3);
        var inbox = new Inbox();
        await using var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);
        await cluster.WaitUntilSettledAsync(queues: 8);

        var started = TimeProvider.System.GetTimestamp();
        await cluster.Cluster.KillSiloAsync(cluster.Silos[2]);
        var debt = new LaneDebt(cluster, lanes, inbox);
        await Task.WhenAll(Enumerable.Range(0, lanes.Names.Count).Select(debt.GoesOnAsync)).WaitAsync(TimeSpan.FromSeconds(30));

        var took = TimeProvider.System.GetElapsedTime(started);
        output.WriteLine($"all lanes again after {took.TotalMilliseconds:0} ms; replaced: {cluster.Log.Count(3031)}");
        Assert.True(took < TimeSpan.FromSeconds(15), $"it took {took}");
    }

    [Fact]
    public async Task An_idle_cluster_stops_at_once_and_without_complaint()
    {
        var cluster = await RelayCluster.StartAsync(1);
        var inbox = new Inbox();
        var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);
        await lanes.DisposeAsync();
        await cluster.WaitUntilSettledAsync(queues: 8);

        var started = TimeProvider.System.GetTimestamp();
        await cluster.Cluster.StopSiloAsync(cluster.Silos[0]);
        var took = TimeProvider.System.GetElapsedTime(started);
        await cluster.DisposeAsync();

        output.WriteLine($"stopped in {took.TotalMilliseconds:0} ms");
        Assert.Empty(cluster.Log.Complaints());
        Assert.True(took < TimeSpan.FromSeconds(2), $"stopping took {took}");
    }
}
