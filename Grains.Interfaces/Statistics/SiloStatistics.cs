namespace Speeko.Grains.Interfaces.Statistics;

/// <summary>Counters of one silo since its start, and what it has now; of a cluster when added up.</summary>
[GenerateSerializer, Immutable, Alias("speeko.silo-statistics")]
public sealed record SiloStatistics
{
    [Id(0)] public long Sessions { get; init; }

    /// <summary>Sentences that the engine was asked for.</summary>
    [Id(1)] public long Syntheses { get; init; }

    /// <summary>Sentences served from a finished segment, in memory or in Redis.</summary>
    [Id(2)] public long CacheHits { get; init; }

    /// <summary>Sentences that joined a synthesis under way.</summary>
    [Id(3)] public long Coalesced { get; init; }

    [Id(4)] public long WorkerCrashes { get; init; }

    [Id(5)] public long WorkerRestarts { get; init; }

    [Id(6)] public long Frames { get; init; }

    [Id(7)] public long Replays { get; init; }

    /// <summary>Those of <see cref="CacheHits"/> that came from Redis.</summary>
    [Id(8)] public long CacheRestored { get; init; }

    /// <summary>Sentences written to Redis.</summary>
    [Id(9)] public long CacheWrites { get; init; }

    /// <summary>Reads and writes of Redis that failed or took too long.</summary>
    [Id(10)] public long CacheErrors { get; init; }

    /// <summary>Sentences not written to Redis: too large, or too many waited already.</summary>
    [Id(11)] public long CacheDropped { get; init; }

    /// <summary>Sentences of which an engine process has said that it spoke them to the end.</summary>
    [Id(12)] public long WorkerSyntheses { get; init; }

    /// <summary>Sessions taken up from a silo that was lost.</summary>
    [Id(13)] public long Resumed { get; init; }

    /// <summary>Sessions that are there now: somebody listens, or may come back.</summary>
    [Id(14)] public long SessionsOpen { get; init; }

    /// <summary>Those of them that have something to say.</summary>
    [Id(15)] public long SessionsSpeaking { get; init; }

    public SiloStatistics Add(SiloStatistics other) => new()
    {
        Sessions = Sessions + other.Sessions,
        Syntheses = Syntheses + other.Syntheses,
        CacheHits = CacheHits + other.CacheHits,
        Coalesced = Coalesced + other.Coalesced,
        WorkerCrashes = WorkerCrashes + other.WorkerCrashes,
        WorkerRestarts = WorkerRestarts + other.WorkerRestarts,
        Frames = Frames + other.Frames,
        Replays = Replays + other.Replays,
        CacheRestored = CacheRestored + other.CacheRestored,
        CacheWrites = CacheWrites + other.CacheWrites,
        CacheErrors = CacheErrors + other.CacheErrors,
        CacheDropped = CacheDropped + other.CacheDropped,
        WorkerSyntheses = WorkerSyntheses + other.WorkerSyntheses,
        Resumed = Resumed + other.Resumed,
        SessionsOpen = SessionsOpen + other.SessionsOpen,
        SessionsSpeaking = SessionsSpeaking + other.SessionsSpeaking,
    };
}
