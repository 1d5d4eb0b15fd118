using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;
using Speeko.Grains.Synthesis;
using Speeko.Tests.Grains.Synthesis;

namespace Speeko.Tests.Grains.Segments;

/// <summary>A scheduler with one place and one who may wait.</summary>
public sealed class EarlyRefusalTests : IAudioCache
{
    private const string Key = "a segment";

    private readonly Scheduling _it = new(concurrency: 1, new SynthesisSchedulerOptions { MaxQueued = 1, MaxPrefetch = 1 });
    private readonly SegmentsHere _here = new();
    private readonly List<string> _asked = [];
    private bool _isLacking = true;

    AudioCacheStatistics IAudioCache.Statistics => default;

    [Fact]
    public async Task While_there_is_room_nobody_is_refused_and_the_cache_is_not_asked()
    {
        Assert.Null(await JudgeAsync());
        _ = _it.Run("speaks");
        Assert.Null(await JudgeAsync());

        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Without_room_what_is_nowhere_is_refused_and_waits_for_nothing()
    {
        Fill();

        var refusal = await JudgeAsync();

        Assert.Equal((SpeechErrorCode.Overloaded, 1), (refusal?.Code, refusal?.RetryAfterSeconds));
        Assert.Equal(1, _it.Scheduler.Waiting(SynthesisClass.Listening));
        (await _it.Engine.NextAsync()).Complete();
        await _it.Engine.NextAsync();
        Assert.Null(await JudgeAsync());
    }

    [Fact]
    public async Task Who_has_heard_the_beginning_is_never_refused()
    {
        Fill();

        Assert.Null(await JudgeAsync(SegmentPurpose.Continue));
    }

    [Fact]
    public async Task What_is_made_or_kept_on_this_silo_is_asked_for()
    {
        Fill();
        var (first, second) = (new object(), new object());
        _here.Add(Key, first);
        _here.Add(Key, second);
        _here.Remove(Key, first);

        Assert.Null(await JudgeAsync());

        _here.Remove(Key, second);
        Assert.NotNull(await JudgeAsync());
    }

    [Fact]
    public async Task Nor_is_what_the_cache_has_or_may_have_refused_and_no_prefetch_goes_for_it()
    {
        _ = _it.Run("later", purpose: SegmentPurpose.Prefetch);
        var waiting = _it.Run("also later", purpose: SegmentPurpose.Prefetch);
        Fill();
        _isLacking = false;

        Assert.Null(await JudgeAsync());
        Assert.Equal([Key], _asked);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task Where_listeners_are_turned_away_no_prefetch_waits()
    {
        var running = _it.Run("later", purpose: SegmentPurpose.Prefetch);
        var waiting = _it.Run("also later", purpose: SegmentPurpose.Prefetch);
        Fill();
        Assert.False(waiting.IsCompleted);

        Assert.NotNull(await JudgeAsync());

        Assert.Equal(SpeechErrorCode.Overloaded, (await waiting)?.Code);
        Assert.False(running.IsCompleted);
    }

    ValueTask<AudioSearch> IAudioCache.FindAsync(string key, CancellationToken cancellationToken) => default;

    ValueTask<bool> IAudioCache.LacksAsync(string key, CancellationToken cancellationToken)
    {
        _asked.Add(key);
        return new(_isLacking);
    }

    void IAudioCache.Keep(string key, CachedAudio audio)
    {
    }

    /// <summary>One speaks, one waits.</summary>
    private void Fill()
    {
        while (_it.Scheduler.Waiting(SynthesisClass.Listening) == 0)
            _ = _it.Run("fills");
    }

    private async Task<SpeechError?> JudgeAsync(SegmentPurpose purpose = SegmentPurpose.Begin) =>
        await new EarlyRefusal(_it.Scheduler, this, _here).JudgeAsync(
            Key, new SegmentRequest("Will there be room?", "en-us", 1, _it.NowMs, "a", purpose), CancellationToken.None);
}
