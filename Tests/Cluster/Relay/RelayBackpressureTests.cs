using Speeko.Relay;
using Xunit.Abstractions;

namespace Speeko.Tests.Cluster.Relay;

[Collection(OneClusterAtATime.Name)]
public class RelayBackpressureTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_great_deal_of_data_comes_whole()
    {
        await using var cluster = await RelayCluster.StartAsync(2);
        var inbox = new Inbox();
        await using var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);

        var started = TimeProvider.System.GetTimestamp();
        var publishers = new List<(string Source, Task Done)>();
        foreach (var (index, name) in lanes.Names.Index())
        {
            var publisher = await cluster.PublisherOnAsync(cluster.Silos[index % 2]);
            publishers.Add((publisher.GetPrimaryKeyString(), publisher.Publish(StreamId.Create("lane", name), 0, 500, 16384)));
        }

        foreach (var (source, done) in publishers)
        {
            await done;
            await inbox.UntilAsync(source, 500);
            Assert.Equal(Numbers(500), inbox.Of(source));
        }

        output.WriteLine($"64 MB in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.00} s");
        Assert.Empty(cluster.Log.Complaints());
    }

    [Fact]
    public async Task A_full_queue_slows_the_producer_and_loses_nothing()
    {
        await using var cluster = await RelayCluster.StartAsync(1, options =>
        {
            options.QueueCount = 1;
            options.MaxQueueBytes = options.MaxCacheBytes = 64 << 10;
            options.TakeMaxBytes = options.DeliverMaxBytes = 16 << 10;
            options.MaxCacheAge = options.FullWait = TimeSpan.FromMinutes(1);
            options.SilenceLimit = TimeSpan.FromMinutes(1);
        });
        using var gate = new ManualResetEventSlim();
        using var refusals = new RefusalWatch();
        var inbox = new Inbox();
        await using var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);
        inbox.Tap = _ => gate.Wait(TimeSpan.FromSeconds(20));
        var publisher = await cluster.PublisherOnAsync(cluster.Silos[0]);

        // 400 KB into what holds 128 KB and a delivery, while the subscriber does not come back.
        var publishing = publisher.Publish(StreamId.Create("lane", lanes.Names[0]), 0, 100, 4096);
        await refusals.Seen;
        Assert.False(publishing.IsCompleted);

        gate.Set();
        await publishing;
        await inbox.UntilAsync(publisher.GetPrimaryKeyString(), 100);
        Assert.Equal(Numbers(100), inbox.Of(publisher.GetPrimaryKeyString()));
    }

    [Fact]
    public async Task A_queue_that_stays_full_refuses_in_the_end()
    {
        await using var cluster = await RelayCluster.StartAsync(1, options =>
        {
            options.QueueCount = 1;
            options.MaxQueueBytes = options.MaxCacheBytes = 64 << 10;
            options.TakeMaxBytes = options.DeliverMaxBytes = 16 << 10;
            options.MaxCacheAge = TimeSpan.FromMinutes(1);
            options.FullWait = TimeSpan.FromMilliseconds(200);
        });
        var stream = StreamId.Create("lane", "stuck/0");
        var subscriber = cluster.Client.GetGrain<ISubscriberGrain>("stuck");
        await subscriber.Subscribe(stream, isStuck: true);
        var publisher = await cluster.PublisherOnAsync(cluster.Silos[0]);

        await Assert.ThrowsAsync<RelayFullException>(() => publisher.Publish(stream, 0, 100, 4096));
        await subscriber.Release();
    }

    [Fact]
    public async Task A_stuck_subscriber_stalls_nobody_else_on_its_queue()
    {
        await using var cluster = await RelayCluster.StartAsync(1, options =>
        {
            options.QueueCount = 1;
            options.MaxCacheBytes = 256 << 10;
            options.MaxCacheAge = TimeSpan.FromSeconds(1);
        });
        var publisher = await cluster.PublisherOnAsync(cluster.Silos[0]);
        var stuck = StreamId.Create("lane", "stuck/0");
        var stuckSubscriber = cluster.Client.GetGrain<ISubscriberGrain>("stuck");
        await stuckSubscriber.Subscribe(stuck, isStuck: true);
        var busy = StreamId.Create("lane", "busy/0");
        var subscriber = cluster.Client.GetGrain<ISubscriberGrain>("busy");
        await subscriber.Subscribe(busy, isStuck: false);
        var other = await cluster.PublisherOnAsync(cluster.Silos[0]);
        await other.Publish(busy, 0, 1, 4096);
        await subscriber.Await(1);

        // Several times what the cache holds, so nothing goes on before some of it is dropped.
        await Task.WhenAll(publisher.Publish(stuck, 0, 600, 4096), other.Publish(busy, 1, 599, 4096));

        Assert.Equal(Numbers(600), await subscriber.Await(600));
        await stuckSubscriber.Release();
    }

    private static IEnumerable<long> Numbers(int count) => Enumerable.Range(0, count).Select(number => (long)number);
}
