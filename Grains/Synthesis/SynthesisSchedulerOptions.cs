using System.ComponentModel.DataAnnotations;

namespace Speeko.Grains.Synthesis;

public sealed class SynthesisSchedulerOptions
{
    public const string Section = "Scheduler";

    /// <summary>Sentences that may wait for an engine on one silo, 1 to 1,000,000; past it the answer is "overloaded".</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 4096;
}
