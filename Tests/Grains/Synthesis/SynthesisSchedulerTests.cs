using Microsoft.Extensions.Options;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;
using Speeko.Tests.Speech.Engines;

namespace Speeko.Tests.Grains.Synthesis;

public sealed class SynthesisSchedulerTests : IAsyncDisposable
{
    private const int MaxQueued = 3;

    private readonly GatedEngine _engine = new(concurrency: 1);
    private readonly SynthesisScheduler _scheduler;

    public SynthesisSchedulerTests() => _scheduler = new SynthesisScheduler(
        _engine, Options.Create(new SynthesisSchedulerOptions { MaxQueued = MaxQueued }));

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Who_runs_dry_first_is_spoken_first()
    {
        var first = Run("first", 9);
        var running = await _engine.NextAsync();
        var others = new[] { Run("in 3", 3), Run("in 1", 1), Run("in 2", 2) };
        var order = new List<string>();
        foreach (var _ in others)
        {
            running.Complete();
            running = await _engine.NextAsync();
            order.Add(running.Text);
        }

        running.Complete();
        Assert.Equal(["in 1", "in 2", "in 3"], order);
        Assert.All(await Task.WhenAll([first, .. others]), Assert.Null);
    }

    [Fact]
    public async Task Past_the_bound_the_answer_comes_at_once_and_says_when_to_try_again()
    {
        _ = Run("speaking", 0);
        for (var i = 0; i < MaxQueued; i++)
            _ = Run("waiting", 0);

        var refused = await Run("one too many", 0);
        Assert.Equal((SpeechErrorCode.Overloaded, 1, (double)MaxQueued), (refused?.Code, refused?.RetryAfterSeconds, refused?.Limit));

        (await _engine.NextAsync()).Complete();
        await _engine.NextAsync();
        Assert.False(Run("there is room again", 0).IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_its_place_to_others()
    {
        _ = Run("speaking", 0);
        using var cancel = new CancellationTokenSource();
        var gaveUp = Enumerable.Range(0, MaxQueued).Select(_ => Run("gives up", 0, cancel.Token)).ToArray();
        await cancel.CancelAsync();
        Assert.All(await Task.WhenAll(gaveUp), Assert.Null);

        var waits = Enumerable.Range(0, MaxQueued).Select(_ => Run("waits", 0)).ToArray();
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
        for (var i = 0; i <= MaxQueued; i++)
        {
            var begun = await _engine.NextAsync();
            Assert.NotEqual("gives up", begun.Text);
            begun.Complete();
        }

        Assert.All(await Task.WhenAll(waits), Assert.Null);
    }

    [Fact]
    public async Task Who_is_cancelled_before_it_asks_does_not_wait()
    {
        _ = Run("speaking", 0);

        Assert.Null(await Run("never", 0, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_failure_is_told_and_frees_the_engine()
    {
        var failed = Run("fails", 0);
        var threw = Run("throws", 1);
        var last = Run("last", 2);

        (await _engine.NextAsync()).End(new SynthesisResult(SynthesisStatus.TextRejected, "It broke."));
        Assert.Equal((SpeechErrorCode.TextRejected, "It broke."), ((await failed)?.Code, (await failed)?.Message));
        (await _engine.NextAsync()).Throw(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => threw);
        (await _engine.NextAsync()).Complete();
        Assert.Null(await last);
    }

    [Fact]
    public async Task Cancelled_while_it_speaks_it_frees_the_engine()
    {
        using var cancel = new CancellationTokenSource();
        var cancelled = Run("cancelled", 0, cancel.Token);
        await _engine.NextAsync();
        var next = Run("next", 0);

        await cancel.CancelAsync();
        Assert.Null(await cancelled);
        (await _engine.NextAsync()).Complete();
        Assert.Null(await next);
    }

    private Task<SpeechError?> Run(string text, long deadlineMs, CancellationToken cancellationToken = default) =>
        _scheduler.RunAsync(new SynthesisRequest(text, "en-us", 1), deadlineMs, new RecordingSink(), cancellationToken);
}
