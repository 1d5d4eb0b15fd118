using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Grains.Synthesis;

/// <summary>
/// One sentence on its way through the <see cref="SynthesisScheduler"/>, with all claims to it. The scheduler's lock guards
/// what is not read-only here.
/// </summary>
internal sealed class SynthesisTurn(SynthesisClaim claim)
{
    private readonly TaskCompletionSource _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its places in the queue, at most one for each owner.</summary>
    public List<QueuedClaim> Queued { get; } = [];

    /// <summary>All claims so far, also those that came before it was queued; of one owner and purpose the most urgent.</summary>
    public List<SynthesisClaim> Claims { get; } = [claim];

    public bool IsQueued { get; set; }

    /// <summary>Length of the sentence in characters: what it costs its owner.</summary>
    public int Chars { get; set; }

    /// <summary>Who pays for it, once it runs.</summary>
    public OwnerQueue? RunsFor { get; set; }

    /// <summary>As what it runs.</summary>
    public SynthesisClass Class { get; set; }

    /// <summary>How urgent the engine is told it is.</summary>
    public long EngineDeadlineMs { get; set; }

    /// <summary>Why it left the queue without being spoken, when that was not its caller's wish.</summary>
    public SpeechError? Refusal { get; set; }

    /// <summary>Completes when the engine is to speak it; cancelled when it will not be.</summary>
    public Task Begin => _begin.Task;

    /// <summary>A listener in the midst of an utterance is among those who want it.</summary>
    public bool MustBeSpoken => Claims.Exists(each => each.Purpose == SegmentPurpose.Continue);

    public bool IsOnlyPrefetch => Claims.TrueForAll(each => each.IsPrefetch);

    /// <summary>However many follow a sentence, its claims are few.</summary>
    public void Add(SynthesisClaim fresh)
    {
        var known = Claims.FindIndex(each => each.Owner == fresh.Owner && each.Purpose == fresh.Purpose);
        if (known < 0)
            Claims.Add(fresh);
        else if (fresh.DeadlineMs < Claims[known].DeadlineMs)
            Claims[known] = fresh;
    }

    /// <summary>False when the caller gave up first.</summary>
    public bool TryBegin() => _begin.TrySetResult();

    public bool TryGiveUp() => _begin.TrySetCanceled();
}
