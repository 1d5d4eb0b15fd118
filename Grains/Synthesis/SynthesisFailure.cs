using Speeko.Grains.Interfaces;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Synthesis;

/// <summary>The one place where the engine's outcomes become errors for listeners.</summary>
internal static class SynthesisFailure
{
    /// <summary>The sentence was given up before its end; another activation makes it anew.</summary>
    public static readonly SpeechError Stopped = new(
        SpeechErrorCode.Unavailable, "The silo that made the sentence stops.", RetryAfterSeconds: 1);

    public static SpeechError? From(SynthesisResult result) => result.Status switch
    {
        SynthesisStatus.Completed or SynthesisStatus.Cancelled => null,
        SynthesisStatus.TextRejected => new SpeechError(
            SpeechErrorCode.TextRejected, result.Detail ?? "The engine can not speak this text.", "text"),
        SynthesisStatus.TimedOut => new SpeechError(
            SpeechErrorCode.EngineFailed, result.Detail ?? "The engine did not finish in time.", RetryAfterSeconds: 1),
        _ => new SpeechError(
            SpeechErrorCode.EngineFailed, result.Detail ?? "The engine failed.", RetryAfterSeconds: 1),
    };
}
