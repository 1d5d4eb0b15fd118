using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Grains.Synthesis;

/// <summary>A claim that waits in its owner's queue.</summary>
/// <param name="turn">The sentence.</param>
/// <param name="claim">Who wants it, and when.</param>
/// <param name="sinceMs">Unix time in milliseconds when it was queued.</param>
/// <param name="number">Which of all claims: those of one deadline are served in the order in which they came.</param>
internal sealed class QueuedClaim(SynthesisTurn turn, SynthesisClaim claim, long sinceMs, long number)
{
    /// <summary>The earliest deadline first.</summary>
    private static readonly Comparer<QueuedClaim> ByDeadline = Comparer<QueuedClaim>.Create(static (one, other) =>
        one.DueMs != other.DueMs ? one.DueMs.CompareTo(other.DueMs) : one.Number.CompareTo(other.Number));

    /// <summary>
    /// The same, but whoever hears something already before those who wait for a first word: these are due when they ask, so that
    /// while there are always more of them nobody else's turn would come before its listener has run dry.
    /// </summary>
    private static readonly Comparer<QueuedClaim> ByUrgency = Comparer<QueuedClaim>.Create(static (one, other) =>
        one.GoesOn != other.GoesOn ? other.GoesOn.CompareTo(one.GoesOn) : ByDeadline.Compare(one, other));

    /// <summary>Who of those that wait in a line is first.</summary>
    public static IComparer<QueuedClaim> OrderIn(SynthesisClass line) => line == SynthesisClass.Listening ? ByUrgency : ByDeadline;

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

    /// <summary>Its listener hears something already, or is in the midst of an utterance.</summary>
    public bool GoesOn { get; } = claim.Purpose == SegmentPurpose.Continue || (!claim.IsPrefetch && claim.DeadlineMs > sinceMs);

    /// <summary>The line of the owner's queue that it stands in.</summary>
    public SynthesisClass Class { get; set; }
}
