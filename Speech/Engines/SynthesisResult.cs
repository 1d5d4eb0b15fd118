namespace Speeko.Speech.Engines;

public enum SynthesisStatus
{
    Completed,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The engine did not finish within the deadline of the segment, twice.</summary>
    TimedOut,

    /// <summary>The text brought the engine down twice and is refused for a while.</summary>
    TextRejected,

    /// <summary>No engine process could be had, or it answered nonsense twice.</summary>
    EngineFailed,
}

/// <param name="Status">How the synthesis ended.</param>
/// <param name="Detail">For a failure: what happened, in words fit for a user.</param>
public readonly record struct SynthesisResult(SynthesisStatus Status, string? Detail = null)
{
    public static readonly SynthesisResult Completed = new(SynthesisStatus.Completed);
    public static readonly SynthesisResult Cancelled = new(SynthesisStatus.Cancelled);
}
