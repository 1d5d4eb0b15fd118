using Microsoft.Extensions.Time.Testing;
using Speeko.Relay;
using Speeko.Tests.Cluster.Relay;

namespace Speeko.Tests.Relay.Lanes;

public sealed class RelayLaneSetTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeStreams _streams = new();
    private readonly RelayOptions _options = new() { QueueCount = 3 };
    private readonly RelayMetrics _metrics = new();
    private readonly LogRecord _log = new();
    private readonly List<string> _received = [];
    private readonly TaskCompletionSource<RelayLaneReplacement> _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RelayLaneSet<string> _lanes;

    public RelayLaneSetTests() => _lanes = new(
        _streams,
        _options,
        new()
        {
            Namespace = "lane",
            Instance = "me",
            CreateBeat = _ => "beat",
            IsBeat = item => item == "beat",
            Receive = item =>
            {
                if (item == "throw")
                    throw new InvalidOperationException(item);
                _received.Add(item);
            },
            Replaced = replacement => _replaced.TrySetResult(replacement),
        },
        _metrics,
        _time,
        _log.CreateLogger("Speeko.Lanes"));

    public async ValueTask DisposeAsync()
    {
        await _lanes.DisposeAsync();
        _metrics.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Opens_a_lane_per_queue_and_hands_over_what_is_no_heartbeat()
    {
        await _lanes.OpenAsync(CancellationToken.None);
        Assert.Equal(["me/0", "me/1", "me/2"], _lanes.Names);

        await Stream("me/1").OnNextAsync("hello");

        Assert.Equal(["hello"], _received);
    }

    [Fact]
    public async Task Is_not_open_before_a_heartbeat_has_come_back_through_each()
    {
        _streams.Silent["me/2"] = true;
        var opening = _lanes.OpenAsync(CancellationToken.None);
        Assert.False(opening.IsCompleted);

        _streams.Silent.Clear();
        await AdvanceUntilAsync(opening);

        Assert.Equal(["me/0", "me/1", "me/2"], _lanes.Names);
    }

    [Fact]
    public async Task A_subscription_that_fails_is_tried_again_under_a_fresh_name()
    {
        _streams.Refusals = 1;

        await AdvanceUntilAsync(_lanes.OpenAsync(CancellationToken.None));

        Assert.Equal(["me/0.1", "me/1", "me/2"], _lanes.Names);
        Assert.Equal(1, _log.Count(3032));
    }

    [Fact]
    public async Task A_lane_that_falls_silent_is_replaced_and_keeps_its_number()
    {
        await _lanes.OpenAsync(CancellationToken.None);
        _streams.Silent["me/1"] = true;

        await AdvanceUntilAsync(_replaced.Task);

        var replacement = await _replaced.Task;
        Assert.Equal(("me/1", "me/1.1"), (replacement.Old, replacement.New));
        Assert.Equal(["me/0", "me/1.1", "me/2"], replacement.Names);
        Assert.Equal(replacement.Names, _lanes.Names);
        Assert.Equal((1, 1), (_log.Count(3030), _log.Count(3031)));
        await Stream("me/1.1").OnNextAsync("hello");
        Assert.Equal(["hello"], _received);
        Assert.Contains("me/1", _streams.Unsubscribed);
    }

    [Fact]
    public async Task A_lane_that_is_back_before_another_is_open_stays()
    {
        await _lanes.OpenAsync(CancellationToken.None);
        _streams.Silent["me/1"] = _streams.Silent["me/1.1"] = true;
        await BeatUntilAsync(() => _log.Count(3030) == 1);

        _streams.Silent.Remove("me/1", out _);
        await BeatAsync();
        _streams.Silent.Remove("me/1.1", out _);
        await BeatUntilAsync(() => _log.Count(3038) == 1);

        Assert.Equal(["me/0", "me/1", "me/2"], _lanes.Names);
        Assert.Equal(["me/1.1"], _streams.Unsubscribed);
        Assert.False(_replaced.Task.IsCompleted);
    }

    [Fact]
    public async Task Lanes_that_beat_stay()
    {
        await _lanes.OpenAsync(CancellationToken.None);

        for (var i = 0; i < 50; i++)
            await BeatAsync();

        Assert.Equal(["me/0", "me/1", "me/2"], _lanes.Names);
    }

    [Fact]
    public async Task A_process_that_was_held_up_does_not_blame_its_lanes()
    {
        await _lanes.OpenAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromMinutes(1));
        await BeatAsync();

        Assert.Equal(0, _log.Count(3030));
    }

    [Fact]
    public async Task A_receiver_that_throws_costs_that_event_only()
    {
        await _lanes.OpenAsync(CancellationToken.None);

        await Stream("me/0").OnNextAsync("throw");
        await Stream("me/0").OnErrorAsync(new InvalidOperationException("from afar"));
        await Stream("me/0").OnNextAsync("next");

        Assert.Equal(["next"], _received);
        Assert.Equal((1, 1), (_log.Count(3035), _log.Count(3036)));
    }

    [Fact]
    public async Task Disposing_unsubscribes_and_ends_an_opening()
    {
        _streams.Silent["me/0"] = true;
        var opening = _lanes.OpenAsync(CancellationToken.None);

        await _lanes.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.Equal(["me/0", "me/1", "me/2"], _streams.Unsubscribed.Order());
    }

    private FakeStream<string> Stream(string key) => (FakeStream<string>)_streams.GetStream<string>(StreamId.Create("lane", key));

    /// <summary>One period further, and every lane has beaten.</summary>
    private async Task BeatAsync()
    {
        var beaten = new CountdownEvent(_options.QueueCount);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _streams.Published = _ =>
        {
            if (!beaten.IsSet && beaten.Signal())
                done.TrySetResult();
        };
        _time.Advance(_options.HeartbeatPeriod);
        await done.Task.WaitAsync(Limit);
    }

    private async Task BeatUntilAsync(Func<bool> isTrue)
    {
        for (var beats = 0; !isTrue(); beats++)
        {
            Assert.InRange(beats, 0, 100);
            await BeatAsync();
        }
    }

    /// <summary>Lets time pass until something has happened. What waits for the clock does so on other threads.</summary>
    private async Task AdvanceUntilAsync(Task happened)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!happened.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(happened, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token));
        }

        await happened;
    }
}
