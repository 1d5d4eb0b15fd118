using Microsoft.Extensions.Logging;
using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Statistics;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Segments;

/// <summary>
/// Makes the audio of segments: Redis is asked first, and where it takes its time an engine too; who has sound first is heard.
/// Thread-safe.
/// </summary>
internal sealed class SegmentMaker(
    SynthesisScheduler scheduler, IAudioCache cache, SpeechCounters counters, ILogger<SegmentMaker> logger)
{
    /// <summary>
    /// Fills <paramref name="audio"/> to its end, be it with an error. Cancelled with <paramref name="stop"/>, which the engine is
    /// stopped with, too, when it loses the race.
    /// </summary>
    public async Task MakeAsync(string key, SegmentRequest request, SegmentAudio audio, SynthesisTurn turn, CancellationTokenSource stop)
    {
        try
        {
            await RaceAsync(key, request, audio, turn, stop);
        }
        catch (Exception exception)
        {
            // A bug, in an engine too, must not leave the readers waiting.
            SegmentLog.MakingThrew(logger, exception);
            audio.Finish(SynthesisFailure.From(new SynthesisResult(SynthesisStatus.EngineFailed)));
        }
    }

    private async Task RaceAsync(string key, SegmentRequest request, SegmentAudio audio, SynthesisTurn turn, CancellationTokenSource stop)
    {
        var (found, late) = await FindAsync(key, stop.Token);
        if (TryFill(audio, found))
            return;

        var synthesis = new SynthesisRequest(request.Text, request.VoiceId, request.SpeakingRate);
        var speaking = scheduler.RunAsync(synthesis, turn, audio, stop.Token);
        if (late is not null && await Task.WhenAny(late, speaking) == late
            && TryFill(audio, await late))
        {
            await stop.CancelAsync();
        }

        var error = await speaking;

        // Who is refused for want of engines can still be helped.
        if (error is not null && audio.Length == 0 && late is not null && TryFill(audio, await late))
            return;

        // Who still reads when it is stopped, for its grain goes away, must not take a part for the whole.
        var isWhole = !audio.IsFinished && error is null && !stop.IsCancellationRequested;
        audio.Finish(stop.IsCancellationRequested ? SynthesisFailure.Stopped : error);
        if (isWhole)
            cache.Keep(key, audio.ToCached());
    }

    private bool TryFill(SegmentAudio audio, CachedAudio? kept)
    {
        if (kept is null || !audio.TryFill(kept))
            return false;
        counters.CacheHit();
        return true;
    }

    private async Task<AudioSearch> FindAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var search = await cache.FindAsync(key, cancellationToken);
            return search.Late is { } late ? search with { Late = FindLaterAsync(late) } : search;
        }
        catch (Exception exception)
        {
            // A bug in a cache must not leave the readers waiting: the engine can speak.
            SegmentLog.CacheThrew(logger, exception);
            return default;
        }
    }

    private async Task<CachedAudio?> FindLaterAsync(Task<CachedAudio?> late)
    {
        try
        {
            return await late;
        }
        catch (Exception exception)
        {
            // As above; and those who hear the engine already would wait for its end for ever.
            SegmentLog.CacheThrew(logger, exception);
            return null;
        }
    }
}
