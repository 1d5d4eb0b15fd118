using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;
using Speeko.Grains.Statistics;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;
using Speeko.Tests.Cluster;

namespace Speeko.Tests.Grains.Segments;

/// <summary>A cache whose answer comes late, beside an engine with one place.</summary>
public sealed class SegmentMakerTests : IAudioCache, IAsyncDisposable
{
    private const string Text = "This one.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly CachedAudio FromCache = new([[1, 2], [3, 4]], [new SegmentMark(true, 0, 4, 0), new SegmentMark(false, 2, 2, 1)]);

    private readonly TaskCompletionSource<CachedAudio?> _late = new();
    private readonly List<CachedAudio> _kept = [];
    private readonly ScriptedEngine _engine = new(concurrency: 1) { IsHeld = _ => true };
    private readonly SegmentAudio _audio = new(TimeProvider.System);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopOthers = new();
    private Action<CachedAudio> _keep;

    public SegmentMakerTests() => _keep = _kept.Add;

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _stop.Dispose();
        _stopOthers.Dispose();
    }

    [Fact]
    public async Task A_late_answer_is_quicker_than_an_engine_that_is_taken()
    {
        var maker = Maker();
        var other = MakeAnotherAsync(maker);
        var held = await _engine.NextHeldAsync(CancellationToken.None);
        var making = MakeAsync(maker);

        _late.SetResult(FromCache);

        await making.WaitAsync(Patience);
        Assert.Equal([1, 2, 3, 4], Heard());
        Assert.Equal(FromCache.Marks, Marks());
        held.Complete();
        await other.WaitAsync(Patience);
        Assert.Equal(["Another one."], _engine.Spoken);
        Assert.Single(_kept);
    }

    /// <summary>As of a connection that is reset in the moment: who hears the engine already must not wait for its end for ever.</summary>
    [Fact]
    public async Task A_late_answer_that_fails_is_none()
    {
        var making = MakeAsync(Maker());
        var held = await _engine.NextHeldAsync(CancellationToken.None);

        _late.SetException(new IOException("The connection was reset."));

        held.Complete();
        await making.WaitAsync(Patience);
        Assert.True(_audio.IsFinished);
        Assert.Null(_audio.Error);
        Assert.Equal([Text], _engine.Spoken);
    }

    [Fact]
    public async Task A_late_answer_is_quicker_than_an_engine_that_has_said_nothing_yet()
    {
        var making = MakeAsync(Maker());
        var held = await _engine.NextHeldAsync(CancellationToken.None);

        _late.SetResult(FromCache);

        await making.WaitAsync(Patience);
        Assert.Equal(SynthesisStatus.Cancelled, (await held.Ended).Status);
        held.Emit(100);
        Assert.Equal([1, 2, 3, 4], Heard());
        Assert.Equal(FromCache.Marks, Marks());
        Assert.Empty(_kept);
    }

    [Fact]
    public async Task An_engine_that_has_begun_to_speak_is_not_interrupted()
    {
        var making = MakeAsync(Maker());
        var held = await _engine.NextHeldAsync(CancellationToken.None);
        held.Emit(100);

        _late.SetResult(FromCache);
        held.Complete();

        await making.WaitAsync(Patience);
        Assert.Equal(ScriptedEngine.Sound(Text), Heard());
        Assert.Single(Marks());
        Assert.Equal(ScriptedEngine.Sound(Text), Assert.Single(_kept).Blocks.SelectMany(block => block));
    }

    [Fact]
    public async Task Nothing_found_late_is_nothing_found()
    {
        var making = MakeAsync(Maker());
        _late.SetResult(null);

        (await _engine.NextHeldAsync(CancellationToken.None)).Complete();

        await making.WaitAsync(Patience);
        Assert.Equal(ScriptedEngine.Sound(Text), Heard());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_refused_an_engine_is_helped_by_a_late_answer(bool isFound)
    {
        var maker = Maker(new SynthesisSchedulerOptions { MaxQueued = 1 });
        var others = Enumerable.Range(0, 2).Select(_ => MakeAnotherAsync(maker)).ToArray();
        var making = MakeAsync(maker);
        Assert.False(making.IsCompleted);

        _late.SetResult(isFound ? FromCache : null);

        await making.WaitAsync(Patience);
        Assert.Equal(isFound ? null : SpeechErrorCode.Overloaded, _audio.Error?.Code);
        Assert.Equal(isFound ? [1, 2, 3, 4] : [], Heard());
        await _stopOthers.CancelAsync();
        await Task.WhenAll(others).WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_leaves_waits_neither_for_the_cache_nor_for_the_engine()
    {
        var making = MakeAsync(Maker());
        var held = await _engine.NextHeldAsync(CancellationToken.None);

        await _stop.CancelAsync();

        await making.WaitAsync(Patience);
        Assert.Equal(SynthesisStatus.Cancelled, (await held.Ended).Status);
        Assert.Equal(SynthesisFailure.Stopped, _audio.Error);
        Assert.Empty(_kept);
    }

    [Fact]
    public async Task A_cache_that_fails_to_keep_a_sentence_costs_its_readers_nothing()
    {
        _keep = _ => throw new InvalidOperationException("A bug.");
        _late.SetResult(null);
        var making = MakeAsync(Maker());
        var held = await _engine.NextHeldAsync(CancellationToken.None);

        held.Complete();

        await making.WaitAsync(Patience);
        Assert.Equal((true, null), (_audio.IsFinished, _audio.Error));
        Assert.Equal(ScriptedEngine.Sound(Text), Heard());
    }

    AudioCacheStatistics IAudioCache.Statistics => default;

    ValueTask<AudioSearch> IAudioCache.FindAsync(string key, CancellationToken cancellationToken) => new(new AudioSearch(null, key == Text ? _late.Task : null));

    ValueTask<bool> IAudioCache.LacksAsync(string key, CancellationToken cancellationToken) => new(false);

    void IAudioCache.Keep(string key, CachedAudio audio) => _keep(audio);

    private SegmentMaker Maker(SynthesisSchedulerOptions? options = null) => new(
        new SynthesisScheduler(_engine, Options.Create(options ?? new SynthesisSchedulerOptions()), TimeProvider.System),
        this,
        new SpeechCounters(_engine, this),
        NullLogger<SegmentMaker>.Instance);

    private Task MakeAsync(SegmentMaker maker) => MakeAsync(maker, Text, _audio, _stop);

    private Task MakeAnotherAsync(SegmentMaker maker) =>
        MakeAsync(maker, "Another one.", new SegmentAudio(TimeProvider.System), _stopOthers);

    private static Task MakeAsync(SegmentMaker maker, string text, SegmentAudio audio, CancellationTokenSource stop)
    {
        var request = new SegmentRequest(text, "en-us", 1, DeadlineMs: 0);
        return maker.MakeAsync(text, request, audio, new SynthesisTurn(SynthesisClaim.Of(request)), stop);
    }

    private byte[] Heard() => [.. Read().Blocks.SelectMany(block => block)];

    private SegmentMark[] Marks() => Read().Marks;

    private SegmentPart Read() => _audio.TryRead(0, 0, SegmentDemand.All, out _)!;
}
