using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// Who was refused for want of engines was told when to come again. Whoever comes much sooner is told so again, at once and here:
/// what many who can't wait would cost the cluster is what those need whom it has let in. Thread-safe.
/// </summary>
internal sealed class RetryPause(TimeProvider time)
{
    /// <summary>However long it was told to wait: a knock a second costs little, and the engines may be free sooner.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private Refusal? _last;

    /// <summary>What a session was answered.</summary>
    public void Told(SpeechError? error)
    {
        if (error is { Code: SpeechErrorCode.Overloaded, RetryAfterSeconds: { } seconds })
            _last = new Refusal(error, time.GetTimestamp(), TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Null once the cluster may be asked.</summary>
    public SpeechError? Refuse()
    {
        if (_last is not { } last)
            return null;
        var passed = time.GetElapsedTime(last.ToldAt);
        return passed < last.Pause
            ? last.Error with { RetryAfterSeconds = (int)Math.Ceiling((last.RetryAfter - passed).TotalSeconds) } : null;
    }

    private sealed class Refusal(SpeechError error, long toldAt, TimeSpan retryAfter)
    {
        public SpeechError Error => error;

        public long ToldAt => toldAt;

        public TimeSpan RetryAfter => retryAfter;

        /// <summary>Half of it or more: all who were refused in the same moment would be back in the same moment.</summary>
        public TimeSpan Pause { get; } = (retryAfter < Longest ? retryAfter : Longest) * (1 + Random.Shared.NextDouble()) / 2;
    }
}
