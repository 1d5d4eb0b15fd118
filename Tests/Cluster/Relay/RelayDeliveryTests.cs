using Orleans.Streams;
using Speeko.Relay;

namespace Speeko.Tests.Cluster.Relay;

[Collection(OneClusterAtATime.Name)]
public class RelayDeliveryTests
{
    [Theory]
    [InlineData(RelayProvider.Push, 2)]
    [InlineData(RelayProvider.Push, 3)]
    [InlineData(RelayProvider.Memory, 2)]
    public async Task Events_from_every_silo_and_from_a_client_come_in_order_and_once(RelayProvider provider, short silos)
    {
        await using var cluster = await RelayCluster.StartAsync(silos, options => options.Provider = provider);
        var inbox = new Inbox();
        await using var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);

        var sources = new List<string>();
        var publishing = new List<Task>();
        foreach (var lane in lanes.Names.Select(name => StreamId.Create("lane", name)))
        {
            foreach (var silo in cluster.Silos)
            {
                var publisher = await cluster.PublisherOnAsync(silo);
                sources.Add(publisher.GetPrimaryKeyString());
                publishing.Add(publisher.Publish(lane, 0, 100, 100));
            }

            var here = $"client-{lane.GetKeyAsString()}";
            sources.Add(here);
            publishing.Add(PublishFromClient(cluster.Streams.GetStream<RelayTestEvent>(lane), here, 100));
        }

        await Task.WhenAll(publishing);
        foreach (var source in sources)
        {
            await inbox.UntilAsync(source, 100);
            Assert.Equal(Enumerable.Range(0, 100).Select(n => (long)n), inbox.Of(source));
        }

        // The stock receiver logs errors of its own when it stops.
        if (provider == RelayProvider.Push)
            Assert.Empty(cluster.Log.Complaints());
    }

    [Fact]
    public async Task Each_silo_reads_its_share_of_the_queues_and_has_them_on_it()
    {
        await using var cluster = await RelayCluster.StartAsync(3);

        await cluster.WaitUntilSettledAsync(queues: 8);

        Assert.Equal(Enumerable.Range(0, 8), cluster.LocalQueues().SelectMany(own => own).Order());
    }

    [Fact]
    public async Task Where_all_is_on_one_silo_the_queue_is_not_called_for_each_event()
    {
        const int Events = 1000;
        await using var cluster = await RelayCluster.StartAsync(1);
        var inbox = new Inbox();
        await using var lanes = cluster.CreateLanes(inbox);
        await lanes.OpenAsync(CancellationToken.None);
        await cluster.WaitUntilSettledAsync(queues: 8);
        var publisher = await cluster.PublisherOnAsync(cluster.Silos[0]);
        var (appended, taken) = (cluster.Calls.Of(nameof(IRelayQueueGrain.Append)), cluster.Calls.Of(nameof(IRelayQueueGrain.Take)));

        await publisher.Publish(StreamId.Create("lane", lanes.Names[0]), 0, Events, 100);
        await inbox.UntilAsync(publisher.GetPrimaryKeyString(), Events);

        // A client has no queue: what calls it is the beat of the lanes.
        Assert.InRange(cluster.Calls.Of(nameof(IRelayQueueGrain.Append)) - appended, 0, Events / 10);
        Assert.InRange(cluster.Calls.Of(nameof(IRelayQueueGrain.Take)) - taken, 0, Events / 10);
    }

    private static async Task PublishFromClient(IAsyncStream<RelayTestEvent> lane, string source, int count)
    {
        for (var number = 0; number < count; number++)
            await lane.OnNextAsync(new(source, number, []));
    }
}
