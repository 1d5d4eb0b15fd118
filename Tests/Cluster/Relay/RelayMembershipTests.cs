using Orleans.Runtime.Placement;
using Speeko.Relay;
using Speeko.Tests.Relay;
using Xunit.Abstractions;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>Silos come and go while events flow through every lane.</summary>
[Collection(OneClusterAtATime.Name)]
public class RelayMembershipTests(ITestOutputHelper output)
{
    // On a busy machine a stream may take its time to register at its new reader.
    private static readonly Action<RelayOptions> Patient = options => options.MaxCacheAge = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_silo_that_stops_takes_nothing_along()
    {
        await using var cluster = await RelayCluster.StartAsync(3, Patient);
        var inbox = new Inbox();
        await using var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);
        await cluster.WaitUntilSettledAsync(queues: 8);
        await using var flow = await Flow.StartAsync(cluster, lanes.Names, inbox, cluster.Silos[0]);

        var started = TimeProvider.System.GetTimestamp();
        await cluster.Cluster.StopSiloAsync(cluster.Silos[2]);
        var took = TimeProvider.System.GetElapsedTime(started);
        output.WriteLine($"stopped in {took.TotalMilliseconds:0} ms");
        var sent = await flow.StopAsync();
        output.WriteLine(cluster.Log.OfRelay());

        foreach (var (source, count) in sent)
        {
            await inbox.UntilAsync(source, count);
            // Twice is possible, where the silo went with an answer still on its way.
            Assert.Equal(Enumerable.Range(0, count).Select(number => (long)number), inbox.Of(source).Distinct());
        }

        // Orleans itself may log that a pub-sub grain was on that silo, and asks again.
        Assert.Equal([0, 0, 0, 0, 0], new[] { 3000, 3002, 3003, 3011, 3012 }.Select(cluster.Log.Count));
        Assert.True(took < TimeSpan.FromSeconds(4), $"stopping took {took}");
    }

    [Fact]
    public async Task A_silo_that_joins_gets_its_share_and_nothing_is_lost()
    {
        await using var cluster = await RelayCluster.StartAsync(1, Patient);
        var inbox = new Inbox();
        await using var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);
        await using var flow = await Flow.StartAsync(cluster, lanes.Names, inbox, cluster.Silos[0]);

        await cluster.Cluster.StartAdditionalSiloAsync();
        await cluster.WaitUntilSettledAsync(queues: 8);
        var sent = await flow.StopAsync();

        foreach (var (source, count) in sent)
        {
            await inbox.UntilAsync(source, count);
            // Twice is possible, where a delivery was under way when its queue went to the new silo.
            Assert.Equal(Enumerable.Range(0, count).Select(number => (long)number), inbox.Of(source).Distinct());
        }

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
        await cluster.EachGoesOnAsync(lanes, inbox, "after");

        var took = TimeProvider.System.GetElapsedTime(started);
        output.WriteLine($"all lanes again after {took.TotalMilliseconds:0} ms; replaced: {cluster.Log.Count(3031)}");
        Assert.True(took < TimeSpan.FromSeconds(15), $"it took {took}");
    }

    [Fact]
    public async Task A_queue_that_nobody_fetches_leaves_a_silo_that_stops()
    {
        await using var cluster = await RelayCluster.StartAsync(2);
        // Beyond the queues of the relay, so that it has no reader.
        var queue = cluster.Client.GetGrain<IRelayQueueGrain>($"{RelayCluster.Provider}/99");
        RequestContext.Set(IPlacementDirector.PlacementHintKey, cluster.Silos[1].SiloAddress);
        await queue.Append(Batches.Of(stream: 1, number: 7, sizeBytes: 100));
        RequestContext.Clear();
        var manager = cluster.Client.GetGrain<IManagementGrain>(0);
        Assert.Equal(cluster.Silos[1].SiloAddress, await manager.GetActivationAddress(queue));

        await cluster.Cluster.StopSiloAsync(cluster.Silos[1]);

        output.WriteLine(cluster.Log.OfRelay());
        var reply = await queue.Take(new(null, default, 1, 1 << 20, TimeSpan.Zero));
        Assert.Equal([7], Assert.Single(reply.Batches).Numbers());
        Assert.Equal([0, 0], new[] { 3000, 3002 }.Select(cluster.Log.Count));
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
