using Speeko.Relay;

namespace Speeko.Tests.Cluster.Relay;

[Collection(OneClusterAtATime.Name)]
public class RelayLaneReplacementTests
{
    [Fact]
    public async Task A_lane_whose_subscription_is_gone_is_replaced_and_delivers_again()
    {
        await using var cluster = await RelayCluster.StartAsync(2, options =>
        {
            options.HeartbeatPeriod = TimeSpan.FromMilliseconds(100);
            options.SilenceLimit = TimeSpan.FromSeconds(1);
        });
        var inbox = new Inbox();
        var replaced = new TaskCompletionSource<RelayLaneReplacement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var lanes = cluster.CreateLanes(inbox, replacement => replaced.TrySetResult(replacement));
        await lanes.OpenAsync(CancellationToken.None);
        var victim = lanes.Names[3];

        // As if the cluster had dropped the subscription without telling its holder.
        var stream = cluster.Streams.GetStream<RelayTestEvent>(StreamId.Create("lane", victim));
        foreach (var handle in await stream.GetAllSubscriptionHandles())
            await handle.UnsubscribeAsync();

        var replacement = await replaced.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(victim, replacement.Old);
        Assert.StartsWith($"{victim}.", replacement.New, StringComparison.Ordinal);
        Assert.Equal(replacement.New, lanes.Names[3]);

        var publisher = await cluster.PublisherOnAsync(cluster.Silos[1]);
        await publisher.Publish(StreamId.Create("lane", replacement.New), 0, 10, 100);
        await inbox.UntilAsync(publisher.GetPrimaryKeyString(), 10);
    }

    [Fact]
    public async Task Lanes_are_open_in_no_time()
    {
        await using var cluster = await RelayCluster.StartAsync(2);
        await using var first = cluster.CreateLanes(new());
        await first.OpenAsync(CancellationToken.None);

        var started = TimeProvider.System.GetTimestamp();
        await using var second = cluster.CreateLanes(new());
        await second.OpenAsync(CancellationToken.None);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
