using System.ComponentModel.DataAnnotations;

namespace Speeko.Grains.Synthesis;

public sealed class SynthesisSchedulerOptions
{
    public const string Section = "Scheduler";

    /// <summary>
    /// A new utterance whose first word would come later than this, by what the engine was measured to do, is refused as
    /// "overloaded"; in milliseconds, 50 to 600,000. Below the audio that a session runs ahead of its listener (about 6 s), so
    /// that those who were let in do not run dry.
    /// </summary>
    [Range(50, 600_000)]
    public int MaxWaitMs { get; set; } = 3000;

    /// <summary>Sentences of listeners that may wait on one silo whatever the engine does, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 4096;

    /// <summary>Sentences that wait on one silo without a listener, 0 to 1,000,000; past it prefetch is refused.</summary>
    [Range(0, 1_000_000)]
    public int MaxPrefetch { get; set; } = 512;

    /// <summary>A listener with more audio in hand than this can wait; in milliseconds, 100 to 60,000.</summary>
    [Range(100, 60_000)]
    public int AheadMs { get; set; } = 2000;

    /// <summary>
    /// A prefetch that waits for longer gets every sixteenth turn, whoever listens; in seconds, 1 to 86,400.
    /// </summary>
    [Range(1, 86_400)]
    public int PrefetchPatienceSeconds { get; set; } = 60;
}
