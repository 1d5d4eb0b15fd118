namespace Speeko.Grains.Synthesis;

/// <summary>A claim that waits in its owner's queue.</summary>
/// <param name="turn">The sentence.</param>
/// <param name="claim">Who wants it, and when.</param>
/// <param name="sinceMs">Unix time in milliseconds when it was queued.</param>
/// <param name="number">Which of all claims: those of one deadline are served in the order in which they came.</param>
internal sealed class QueuedClaim(SynthesisTurn turn, SynthesisClaim claim, long sinceMs, long number)
{
    public static readonly IComparer<QueuedClaim> ByUrgency = Comparer<QueuedClaim>.Create(static (one, other) =>
        one.DueMs != other.DueMs ? one.DueMs.CompareTo(other.DueMs) : one.Number.CompareTo(other.Number));

    public SynthesisTurn Turn => turn;

    public string Owner => claim.Owner;

    public bool IsPrefetch => claim.IsPrefetch;

    public long SinceMs => sinceMs;

    public long Number => number;

    /// <summary>
    /// The deadline; never before the moment of asking, so that nobody who asks later can be placed before one who is overdue.
    /// Prefetches are due in the order in which they came.
    /// </summary>
    public long DueMs { get; } = claim.IsPrefetch ? sinceMs : Math.Max(claim.DeadlineMs, sinceMs);

    /// <summary>The line of the owner's queue that it stands in.</summary>
    public SynthesisClass Class { get; set; }
}
