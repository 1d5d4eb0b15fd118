using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Synthesis;

namespace Speeko.Tests.Grains.Synthesis;

/// <summary>Who is let in, and who is told to come back.</summary>
public sealed class SchedulerAdmissionTests
{
    private const int MaxQueued = 4;

    private readonly Scheduling _it = new(
        concurrency: 1, new SynthesisSchedulerOptions { MaxQueued = MaxQueued, MaxPrefetch = 2 });

    [Fact]
    public async Task Past_the_bound_the_answer_comes_at_once_and_says_when_to_try_again()
    {
        Fill("a");

        var refused = _it.Run("one too many");
        Assert.True(refused.IsCompleted);
        Assert.Equal(
            (SpeechErrorCode.Overloaded, 1, (double)MaxQueued),
            ((await refused)?.Code, (await refused)?.RetryAfterSeconds, (await refused)?.Limit));

        (await _it.Engine.NextAsync()).Complete();
        await _it.Engine.NextAsync();
        Assert.False(_it.Run("there is room again").IsCompleted);
    }

    [Fact]
    public void Who_has_heard_the_beginning_is_never_refused()
    {
        Fill("a");

        Assert.False(_it.Run("goes on", purpose: SegmentPurpose.Continue).IsCompleted);
    }

    [Fact]
    public void Nor_is_who_joins_a_sentence_before_it_is_queued()
    {
        Fill("a");
        var turn = new SynthesisTurn(_it.Claim("a"));
        Assert.True(_it.Scheduler.Join(turn, _it.Claim("a", purpose: SegmentPurpose.Continue)));

        Assert.False(_it.Run("wanted by both", turn).IsCompleted);
    }

    [Fact]
    public async Task The_flood_of_one_owner_keeps_no_other_out()
    {
        Fill("a");

        Assert.Equal(SpeechErrorCode.Overloaded, (await _it.Run("more", "a"))?.Code);
        for (var i = 0; i < MaxQueued / 2; i++)
            Assert.False(_it.Run($"{i}", "b").IsCompleted);
        Assert.Equal(SpeechErrorCode.Overloaded, (await _it.Run("more", "b"))?.Code);
    }

    [Fact]
    public async Task A_slow_engine_lets_in_fewer()
    {
        var slow = new Scheduling(concurrency: 1, new SynthesisSchedulerOptions { MaxWaitMs = 1500 });
        var text = new string('x', 50);
        for (var i = 0; i < 100; i++)
        {
            // A second for a sentence: four or five always wait while one is spoken.
            _ = slow.Run(text, purpose: SegmentPurpose.Continue);
            if (i < 5)
                continue;
            slow.Time.Advance(TimeSpan.FromSeconds(1));
            (await slow.Engine.NextAsync()).Complete();
        }

        var refused = await slow.Run(text);
        Assert.Equal(SpeechErrorCode.Overloaded, refused?.Code);
        Assert.Null(refused?.Limit);
        Assert.InRange(refused!.RetryAfterSeconds!.Value, 2, 3);
        Assert.False(slow.Run(text, "b").IsCompleted, "another owner has its own share");
    }

    /// <summary>They will come before a first word; 600 characters are taken for 60 ms of the engine.</summary>
    [Theory]
    [InlineData(2040, true)]
    [InlineData(5000, false)]
    public void Nobody_is_let_in_to_wait_behind_those_whose_listeners_will_run_dry_by_then(int inMs, bool isRefused)
    {
        var it = new Scheduling(concurrency: 1, new SynthesisSchedulerOptions { MaxWaitMs = 50 });
        _ = it.Run("running");
        _ = it.Run(new string('x', 600), inMs: inMs, purpose: SegmentPurpose.Continue);

        Assert.Equal(isRefused, it.Run("new").IsCompleted);
    }

    [Fact]
    public async Task An_engine_with_a_free_place_refuses_nobody_however_slow_it_is()
    {
        var slow = new Scheduling(concurrency: 1, new SynthesisSchedulerOptions { MaxWaitMs = 50 });
        var run = slow.Run(new string('x', 300));

        (await slow.Engine.NextAsync()).Complete();
        Assert.Null(await run);
    }

    [Fact]
    public async Task Prefetch_is_refused_past_its_own_bound_and_while_listeners_wait_long()
    {
        _ = _it.Run("speaking");
        for (var i = 0; i < 2; i++)
            Assert.False(_it.Run($"prefetch {i}", purpose: SegmentPurpose.Prefetch).IsCompleted);
        Assert.False(_it.Scheduler.TakesPrefetch);
        Assert.Equal(2, (await _it.Run("prefetch 2", purpose: SegmentPurpose.Prefetch))?.Limit);

        var busy = new Scheduling(concurrency: 1, new SynthesisSchedulerOptions { MaxWaitMs = 50 });
        _ = busy.Run("speaking");
        Assert.True(busy.Scheduler.TakesPrefetch);
        _ = busy.Run(new string('x', 300));
        Assert.False(busy.Scheduler.TakesPrefetch);
        Assert.Equal(SpeechErrorCode.Overloaded, (await busy.Run("prefetch", purpose: SegmentPurpose.Prefetch))?.Code);
    }

    [Fact]
    public async Task Before_a_listener_is_turned_away_what_nobody_listens_to_is_dropped()
    {
        _ = _it.Run("speaking");
        var prefetch = _it.Run("prefetch", purpose: SegmentPurpose.Prefetch);
        var shared = new SynthesisTurn(_it.Claim("a", purpose: SegmentPurpose.Prefetch));
        var joined = _it.Run("prefetched, and wanted by a listener", shared);
        Assert.True(_it.Scheduler.Join(shared, _it.Claim("b")));
        for (var i = 0; i < MaxQueued; i++)
            _ = _it.Run($"waits {i}");

        Assert.Equal(SpeechErrorCode.Overloaded, (await _it.Run("one too many"))?.Code);
        Assert.Equal(SpeechErrorCode.Overloaded, (await prefetch)?.Code);
        Assert.False(joined.IsCompleted);
    }

    private void Fill(string owner)
    {
        for (var i = 0; i <= MaxQueued; i++)
            Assert.False(_it.Run($"{i}", owner).IsCompleted);
    }
}
