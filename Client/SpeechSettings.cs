namespace Speeko.Client;

/// <summary>How a text is to be spoken. What is null is left to the server.</summary>
public sealed record SpeechSettings
{
    public static readonly SpeechSettings Default = new();

    public string? VoiceId { get; init; }

    /// <summary>BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>0.25 to 4; 1 is the voice's own.</summary>
    public double? SpeakingRate { get; init; }

    /// <summary><c>pcm</c>: signed 16-bit little-endian samples; <c>wav</c>: the same behind a header.</summary>
    public string Format { get; init; } = "pcm";

    /// <summary>In Hz; null for the engine's own.</summary>
    public int? SampleRateHz { get; init; }

    /// <summary>Also tell where words and sentences start, as <see cref="SpeechMark"/>.</summary>
    public bool WithMarks { get; init; }
}
