using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces.Statistics;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Statistics;

/// <summary>What this silo has done since its start. Thread-safe.</summary>
internal sealed class SpeechCounters(ISpeechEngine engine, IAudioCache cache)
{
    private long _sessions;
    private long _cacheHits;
    private long _coalesced;
    private long _frames;
    private long _replays;
    private long _resumed;

    public void SessionStarted() => Interlocked.Increment(ref _sessions);

    public void CacheHit() => Interlocked.Increment(ref _cacheHits);

    public void Coalesced() => Interlocked.Increment(ref _coalesced);

    public void FramesSent(int count) => Interlocked.Add(ref _frames, count);

    public void Replayed() => Interlocked.Increment(ref _replays);

    public void SessionResumed() => Interlocked.Increment(ref _resumed);

    public SiloStatistics Snapshot()
    {
        var engineStatistics = engine.Statistics;
        var cacheStatistics = cache.Statistics;
        return new SiloStatistics
        {
            Sessions = Interlocked.Read(ref _sessions),
            Syntheses = engineStatistics.Syntheses,
            CacheHits = Interlocked.Read(ref _cacheHits),
            Coalesced = Interlocked.Read(ref _coalesced),
            WorkerSyntheses = engineStatistics.WorkerSyntheses,
            WorkerCrashes = engineStatistics.WorkerCrashes,
            WorkerRestarts = engineStatistics.WorkerRestarts,
            Frames = Interlocked.Read(ref _frames),
            Replays = Interlocked.Read(ref _replays),
            Resumed = Interlocked.Read(ref _resumed),
            CacheRestored = cacheStatistics.Restored,
            CacheWrites = cacheStatistics.Writes,
            CacheErrors = cacheStatistics.Errors,
            CacheDropped = cacheStatistics.Dropped,
        };
    }
}
