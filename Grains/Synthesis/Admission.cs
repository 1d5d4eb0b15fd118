using Speeko.Grains.Interfaces;

namespace Speeko.Grains.Synthesis;

/// <summary>
/// Decides who is let in. A new utterance is refused when its first word would come too late, by the pace of this very engine
/// and by the owner's own share of it: a flood is refused, its neighbour is not. Not thread-safe.
/// </summary>
internal sealed class Admission(SynthesisSchedulerOptions options, FairQueue queue, EnginePace pace)
{
    private const int LongestRetrySeconds = 30;

    /// <summary>Prefetch is refused while listeners wait for this part of what a newcomer would put up with.</summary>
    private const int PrefetchPart = 4;

    /// <summary>A prefetch that is queued is a promise, and a promise is memory.</summary>
    public bool TakesPrefetch =>
        queue.Count(SynthesisClass.Prefetch) < options.MaxPrefetch
        && AllWaitMs < (double)options.MaxWaitMs / PrefetchPart;

    private double AllWaitMs => queue.Owners.Sum(owner => owner.Chars(SynthesisClass.Listening)) * pace.MsPerChar;

    public SpeechError? Judge(SynthesisTurn turn, long nowMs)
    {
        if (turn.MustBeSpoken)
            return null;
        if (turn.IsOnlyPrefetch)
            return TakesPrefetch ? null : PrefetchRefused();

        var owner = queue.OwnerOf(turn.Claims.Find(claim => !claim.IsPrefetch).Owner);
        var (waitMs, hasTooMany) = (WaitMs(owner, turn.Chars, nowMs), HasTooMany(owner));
        if (waitMs <= options.MaxWaitMs && !hasTooMany)
            return null;
        return new SpeechError(
            SpeechErrorCode.Overloaded,
            "More speech is asked for than the engines can make in time; try again later.",
            Limit: hasTooMany ? options.MaxQueued : null,
            RetryAfterSeconds: RetryAfterSeconds(waitMs));
    }

    public SpeechError PrefetchRefused() => new(
        SpeechErrorCode.Overloaded,
        "The engines are needed for those who listen; prefetch later.",
        Limit: options.MaxPrefetch,
        RetryAfterSeconds: RetryAfterSeconds(AllWaitMs));

    /// <summary>
    /// What is spoken before a newcomer when owners take turns: all that its owner waits for, or will wait for by the time that a
    /// newcomer would put up with, and of each other owner as much at most.
    /// </summary>
    private double WaitMs(OwnerQueue own, int chars, long nowMs)
    {
        var untilMs = nowMs + options.AheadMs + options.MaxWaitMs;
        var ahead = own.CharsBefore(untilMs);
        var before = queue.Owners.Where(owner => !ReferenceEquals(owner, own))
            .Sum(owner => Math.Min(owner.CharsBefore(untilMs), ahead + chars));
        return (ahead + before) * pace.MsPerChar;
    }

    /// <summary>
    /// Full, an owner is let in as long as it has less than an even share. So all of n owners together have at most
    /// (1 + 1/2 + … + 1/n) times the bound.
    /// </summary>
    private bool HasTooMany(OwnerQueue own)
    {
        var (all, owners) = (0, 1);
        foreach (var owner in queue.Owners)
        {
            var count = owner.Count(SynthesisClass.Listening);
            all += count;
            owners += count > 0 && !ReferenceEquals(owner, own) ? 1 : 0;
        }

        return all >= options.MaxQueued && own.Count(SynthesisClass.Listening) >= Math.Max(1, options.MaxQueued / owners);
    }

    /// <summary>By then half of what waits now has been spoken.</summary>
    private static int RetryAfterSeconds(double waitMs) => (int)Math.Clamp(Math.Ceiling(waitMs / 2000), 1, LongestRetrySeconds);
}
