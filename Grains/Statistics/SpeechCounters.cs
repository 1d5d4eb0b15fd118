using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces.Statistics;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Statistics;

/// <summary>What this silo has done since its start, and has to do now. Thread-safe.</summary>
internal sealed class SpeechCounters(ISpeechEngine engine, IAudioCache cache)
{
    private readonly Gauge _open = new();
    private long _sessions;
    private long _cacheHits;
    private long _coalesced;
    private long _frames;
    private long _replays;
    private long _resumed;

    /// <summary>Sessions that have something to say.</summary>
    public Gauge Speaking { get; } = new();

    /// <summary>A session is there, new or from a silo that was lost, until what this returns is disposed of.</summary>
    public IDisposable TakeUpSession(bool isNew)
    {
        Interlocked.Increment(ref isNew ? ref _sessions : ref _resumed);
        return _open.Enter();
    }

    public void CacheHit() => Interlocked.Increment(ref _cacheHits);

    public void Coalesced() => Interlocked.Increment(ref _coalesced);

    public void FramesSent(int count) => Interlocked.Add(ref _frames, count);

    public void Replayed() => Interlocked.Increment(ref _replays);

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
            SessionsOpen = _open.Value,
            SessionsSpeaking = Speaking.Value,
            CacheRestored = cacheStatistics.Restored,
            CacheWrites = cacheStatistics.Writes,
            CacheErrors = cacheStatistics.Errors,
            CacheDropped = cacheStatistics.Dropped,
        };
    }
}
