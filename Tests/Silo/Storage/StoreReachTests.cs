using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;
using Speeko.Silo.Storage;

namespace Speeko.Tests.Silo.Storage;

/// <summary>How long a store that is away is waited for.</summary>
public sealed class StoreReachTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _never = new();
    private readonly StoreReach _reach;
    private bool _isConnected = true;
    private int _asked;

    public StoreReachTests() => _reach = new StoreReach(() => _isConnected, _time, NullLogger<StoreReach>.Instance);

    [Fact]
    public async Task Without_a_connection_nothing_is_asked()
    {
        _isConnected = false;

        Assert.False(await _reach.TryAsync(Answer));
        Assert.False(await _reach.TryAgainAsync(Answer));

        Assert.Equal((0, true), (_asked, _reach.IsAway));
    }

    [Fact]
    public async Task An_error_costs_no_time_and_the_next_one_asks_again()
    {
        Assert.False(await _reach.TryAsync(_ => throw new IOException("at once")));
        Assert.False(await _reach.TryAsync(_ => Task.FromException(new IOException("later"))));
        // The client library cancels what it had asked when a connection breaks.
        Assert.False(await _reach.TryAsync(_ => Task.FromCanceled(new CancellationToken(canceled: true))));
        Assert.True(_reach.IsAway);

        Assert.True(await _reach.TryAsync(Answer));
        Assert.False(_reach.IsAway);
    }

    [Fact]
    public async Task A_store_that_hangs_costs_a_second_once()
    {
        CancellationToken end = default;
        var first = _reach.TryAsync(token =>
        {
            end = token;
            return _never.Task;
        });
        _time.Advance(StoreReach.LongestSilence - TimeSpan.FromMilliseconds(1));
        Assert.False(first.IsCompleted);
        Assert.False(end.IsCancellationRequested);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await first);
        Assert.True(end.IsCancellationRequested);

        // From now on nobody waits, until one who tries again has had an answer.
        Assert.False(await _reach.TryAsync(Answer));
        Assert.Equal(0, _asked);
        Assert.True(await _reach.TryAgainAsync(Answer));
        Assert.True(await _reach.TryAsync(Answer));
        Assert.Equal(TimeSpan.FromSeconds(1), StoreReach.LongestSilence);
    }

    [Fact]
    public async Task A_late_answer_is_waited_for_while_others_have_theirs_but_not_for_ever()
    {
        var never = _reach.TryAsync(_ => _never.Task);
        var late = new TaskCompletionSource();
        var patient = _reach.TryAsync(_ => late.Task);
        for (var waited = TimeSpan.Zero; waited < StoreReach.LongestWait; waited += StoreReach.LongestSilence / 2)
        {
            Assert.False(never.IsCompleted);
            Assert.True(await _reach.TryAsync(Answer));
            if (waited == 2 * StoreReach.LongestSilence)
            {
                late.SetResult();
                Assert.True(await patient);
            }

            _time.Advance(StoreReach.LongestSilence / 2);
        }

        Assert.False(await never);
        Assert.True(await _reach.TryAsync(Answer));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_gave_it_up_hears_of_it_when_it_answers_after_all(bool isConflict)
    {
        var late = new TaskCompletionSource();
        var first = _reach.TryAsync(_ => late.Task);
        _time.Advance(StoreReach.LongestSilence);
        Assert.False(await first);
        Assert.True(_reach.IsAway);

        if (isConflict)
            late.SetException(new InconsistentStateException("somebody else was here"));
        else
            late.SetResult();

        await Eventually.TrueAsync(() => !_reach.IsAway, TimeSpan.FromSeconds(30), () => "the late answer is not heard of");
        Assert.True(await _reach.TryAsync(Answer));
    }

    [Fact]
    public async Task An_answer_that_nobody_wants_to_hear_is_one()
    {
        var first = _reach.TryAsync(_ => _never.Task);
        _time.Advance(StoreReach.LongestSilence);
        Assert.False(await first);

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => _reach.TryAgainAsync(_ => Task.FromException(new InconsistentStateException("somebody else was here"))));

        Assert.False(_reach.IsAway);
        Assert.True(await _reach.TryAsync(Answer));
    }

    private Task Answer(CancellationToken end)
    {
        _asked++;
        return Task.CompletedTask;
    }
}
