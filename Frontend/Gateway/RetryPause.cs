using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// Who was refused for want of engines was told when to come again. Whoever comes sooner is told so again, at once and here: what
/// many who can't wait would cost the cluster is what those need whom it has let in. Some are let through in the last half of
/// that time already, or all who were refused in the same moment would be back in the same moment. Thread-safe.
/// </summary>
internal sealed class RetryPause(TimeProvider time)
{
    private Refusal? _last;

    /// <summary>What a session was answered.</summary>
    public void Told(SpeechError? error)
    {
        if (error is { Code: SpeechErrorCode.Overloaded, RetryAfterSeconds: { } seconds })
            _last = new Refusal(error, time.GetTimestamp(), TimeSpan.FromSeconds(seconds), (1 + Random.Shared.NextDouble()) / 2);
    }

    /// <summary>Null once it makes sense to ask.</summary>
    public SpeechError? Refuse()
    {
        if (_last is not { } last)
            return null;
        var passed = time.GetElapsedTime(last.ToldAt);
        return passed < last.Pause * last.Part
            ? last.Error with { RetryAfterSeconds = (int)Math.Ceiling((last.Pause - passed).TotalSeconds) } : null;
    }

    private sealed record Refusal(SpeechError Error, long ToldAt, TimeSpan Pause, double Part);
}
