namespace Speeko.Grains.Interfaces.Statistics;

/// <summary>Counters of one silo since its start; of a cluster when added up.</summary>
[GenerateSerializer, Immutable, Alias("speeko.silo-statistics")]
public sealed record SiloStatistics
{
    [Id(0)] public long Sessions { get; init; }

    [Id(1)] public long Syntheses { get; init; }

    /// <summary>Sentences served from a finished segment.</summary>
    [Id(2)] public long CacheHits { get; init; }

    /// <summary>Sentences that joined a synthesis under way.</summary>
    [Id(3)] public long Coalesced { get; init; }

    [Id(4)] public long WorkerCrashes { get; init; }

    [Id(5)] public long WorkerRestarts { get; init; }

    [Id(6)] public long Frames { get; init; }

    [Id(7)] public long Replays { get; init; }

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
    };
}
