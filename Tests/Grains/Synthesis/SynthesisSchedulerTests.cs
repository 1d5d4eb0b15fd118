using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Grains.Synthesis;

/// <summary>One owner: who is next, who gives up, what fails.</summary>
public sealed class SynthesisSchedulerTests
{
    private readonly Scheduling _it = new(concurrency: 1);

    [Fact]
    public async Task Who_runs_dry_first_is_spoken_first()
    {
        Task<SpeechError?>[] all = [_it.Run("first", inMs: 9), _it.Run("in 3", inMs: 3), _it.Run("in 1", inMs: 1), _it.Run("in 2", inMs: 2)];

        Assert.Equal(["first", "in 1", "in 2", "in 3"], await _it.SpeakAsync(4));
        Assert.All(await Task.WhenAll(all), Assert.Null);
    }

    [Fact]
    public async Task Who_asks_with_a_clock_that_is_slow_is_not_placed_before_who_asked_earlier()
    {
        _ = _it.Run("first");
        _ = _it.Run("second");
        _ = _it.Run("slow clock", inMs: -60_000);

        Assert.Equal(["first", "second", "slow clock"], await _it.SpeakAsync(3));
    }

    [Fact]
    public async Task Listeners_come_before_those_with_plenty_in_hand_and_prefetch_comes_last()
    {
        _ = _it.Run("running");
        _ = _it.Run("prefetch", purpose: SegmentPurpose.Prefetch);
        _ = _it.Run("ahead", inMs: 5000, purpose: SegmentPurpose.Continue);
        _ = _it.Run("waits");
        _ = _it.Run("soon dry", inMs: 1500, purpose: SegmentPurpose.Continue);

        Assert.Equal(["running", "soon dry", "waits", "ahead", "prefetch"], await _it.SpeakAsync(5));
    }

    /// <summary>Each newcomer is due when it asks, and so before anybody who hears something still.</summary>
    [Fact]
    public async Task Whoever_hears_something_does_not_run_dry_however_many_wait_for_a_first_word()
    {
        const int PlaysMs = 3300;
        const int TakesMs = 100;
        _ = _it.Run("running");
        _ = _it.Run("goes on", inMs: PlaysMs, purpose: SegmentPurpose.Continue);
        var start = _it.Time.GetUtcNow();
        while (true)
        {
            // Two wait at every moment.
            _ = _it.Run("new");
            _ = _it.Run("new");
            var begun = await _it.Engine.NextAsync();
            if (begun.Text == "goes on")
                break;
            _it.Time.Advance(TimeSpan.FromMilliseconds(TakesMs));
            begun.Complete();
        }

        // As soon as it has no more than enough in hand, and not before.
        var leftMs = PlaysMs - (_it.Time.GetUtcNow() - start).TotalMilliseconds;
        Assert.InRange(leftMs, new SynthesisSchedulerOptions().AheadMs - TakesMs, new SynthesisSchedulerOptions().AheadMs);
    }

    [Fact]
    public async Task A_sentence_that_somebody_needs_to_go_on_is_as_urgent_for_who_waited_for_it_as_a_first_word()
    {
        _ = _it.Run("running");
        _ = _it.Run("new");
        var turn = new SynthesisTurn(_it.Claim("a"));
        _ = _it.Run("of two", turn);

        Assert.True(_it.Scheduler.Join(turn, _it.Claim("a", inMs: 1500, SegmentPurpose.Continue)));

        Assert.Equal(["running", "of two", "new"], await _it.SpeakAsync(3));
    }

    [Fact]
    public async Task Time_makes_those_urgent_who_had_plenty_in_hand()
    {
        _ = _it.Run("running");
        _ = _it.Run("had plenty", inMs: 5000, purpose: SegmentPurpose.Continue);
        _it.Time.Advance(TimeSpan.FromMilliseconds(4900));
        _ = _it.Run("new", inMs: 200);

        Assert.Equal(["running", "had plenty", "new"], await _it.SpeakAsync(3));
    }

    [Fact]
    public async Task However_many_listen_a_prefetch_that_was_patient_gets_its_turn()
    {
        var options = new SynthesisSchedulerOptions();
        _ = _it.Run("running");
        _ = _it.Run("prefetch", purpose: SegmentPurpose.Prefetch);
        var turns = 0;
        var patience = TimeSpan.FromSeconds(options.PrefetchPatienceSeconds);
        var start = _it.Time.GetUtcNow();
        while (true)
        {
            // Somebody waits at every moment.
            _ = _it.Run("listener");
            var begun = await _it.Engine.NextAsync();
            if (begun.Text == "prefetch")
                break;
            turns += _it.Time.GetUtcNow() - start >= patience ? 1 : 0;
            Assert.InRange(turns, 0, SynthesisScheduler.TurnsPerPrefetch);
            _it.Time.Advance(TimeSpan.FromSeconds(1));
            begun.Complete();
        }

        Assert.True(_it.Time.GetUtcNow() - start >= patience, "listeners come first until its patience is over");
    }

    [Fact]
    public async Task The_engine_is_told_that_a_prefetch_has_time()
    {
        _ = _it.Run("prefetch", purpose: SegmentPurpose.Prefetch);

        Assert.True((await _it.Engine.NextAsync()).DeadlineMs >= _it.NowMs + 60_000);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_its_place_to_others()
    {
        _ = _it.Run("speaking");
        using var cancel = new CancellationTokenSource();
        var gaveUp = Enumerable.Range(0, 3).Select(_ => _it.Run("gives up", cancellationToken: cancel.Token)).ToArray();
        var waits = Enumerable.Range(0, 3).Select(_ => _it.Run("waits")).ToArray();
        await cancel.CancelAsync();
        Assert.All(await Task.WhenAll(gaveUp), Assert.Null);

        Assert.Equal(["speaking", "waits", "waits", "waits"], await _it.SpeakAsync(4));
        Assert.All(await Task.WhenAll(waits), Assert.Null);
    }

    [Fact]
    public async Task Who_is_cancelled_before_it_asks_does_not_wait()
    {
        _ = _it.Run("speaking");

        Assert.Null(await _it.Run("never", cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_failure_is_told_and_frees_the_engine()
    {
        var failed = _it.Run("fails");
        var threw = _it.Run("throws", inMs: 1);
        var last = _it.Run("last", inMs: 2);

        (await _it.Engine.NextAsync()).End(new SynthesisResult(SynthesisStatus.TextRejected, "It broke."));
        Assert.Equal((SpeechErrorCode.TextRejected, "It broke."), ((await failed)?.Code, (await failed)?.Message));
        (await _it.Engine.NextAsync()).Throw(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => threw);
        (await _it.Engine.NextAsync()).Complete();
        Assert.Null(await last);
    }

    [Fact]
    public async Task Cancelled_while_it_speaks_it_frees_the_engine()
    {
        using var cancel = new CancellationTokenSource();
        var cancelled = _it.Run("cancelled", cancellationToken: cancel.Token);
        await _it.Engine.NextAsync();
        var next = _it.Run("next");

        await cancel.CancelAsync();
        Assert.Null(await cancelled);
        (await _it.Engine.NextAsync()).Complete();
        Assert.Null(await next);
    }
}
