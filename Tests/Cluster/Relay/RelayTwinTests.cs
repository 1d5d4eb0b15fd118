using Orleans.Runtime.Placement;
using Orleans.TestingHost;
using Speeko.Relay;
using Xunit.Abstractions;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>
/// Orleans' directory forgets a queue that lives on, as happens where silos come and go quickly: its reader goes on with it,
/// the next to look it up finds none.
/// </summary>
[Collection(OneClusterAtATime.Name)]
public sealed class RelayTwinTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly Inbox _inbox = new();
    private RelayCluster _cluster = null!;
    private RelayLaneSet<RelayTestEvent> _lanes = null!;
    private int _queue;

    private InProcessSiloHandle Reader => _cluster.Silos[0];

    private InProcessSiloHandle Other => _cluster.Silos[1];

    public async Task InitializeAsync()
    {
        _cluster = await RelayCluster.StartAsync(2, options => options.MaxCacheAge = TimeSpan.FromSeconds(2));
        _lanes = _cluster.CreateLanes(_inbox);
        await _lanes.OpenAsync(CancellationToken.None);
        await _cluster.WaitUntilSettledAsync(queues: 8);
        _queue = _cluster.QueuesOn(Reader)[0];
        await _cluster.ForgetAsync(RelayAdapter.QueueGrain(_cluster.Client, RelayCluster.Provider, _queue), Other);
    }

    [Fact]
    public async Task Who_does_not_know_a_queue_finds_it_where_it_is_read()
    {
        var took = await ComesThroughAsync(await _cluster.PublisherOnAsync(Other), 0);

        Assert.True(took < TimeSpan.FromSeconds(1), $"it took {took}");
        Assert.Equal(0, _cluster.Log.Count(3004));
    }

    [Fact]
    public async Task A_queue_of_which_there_are_two_becomes_one_again()
    {
        var source = await _cluster.PublisherOnAsync(Other);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, Other.SiloAddress);
        await source.Publish(Lane(), 0, 1, 100);
        RequestContext.Clear();

        var took = await ComesThroughAsync(source, 1);

        Assert.True(took > TimeSpan.FromSeconds(1), $"there were not two: it took {took}");
        Assert.Equal(1, _cluster.Log.Count(3004));
        Assert.True(took < TimeSpan.FromSeconds(10), $"it took {took}");
    }

    public async Task DisposeAsync()
    {
        output.WriteLine(_cluster.Log.OfRelay());
        await _lanes.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private StreamId Lane() => StreamId.Create("lane", _lanes.Names[_queue]);

    private async Task<TimeSpan> ComesThroughAsync(IPublisherGrain source, long first)
    {
        var started = TimeProvider.System.GetTimestamp();
        var got = _inbox.UntilAsync(source.GetPrimaryKeyString(), 1);
        for (var number = first; !got.IsCompleted; number++)
        {
            await source.Publish(Lane(), number, 1, 100);
            await Task.WhenAny(got, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        await got;
        return TimeProvider.System.GetElapsedTime(started);
    }
}
