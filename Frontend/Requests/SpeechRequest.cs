namespace Speeko.Frontend.Requests;

/// <summary>What every door makes of what it is asked. Fields are as they came; <see cref="RequestCheck"/> judges them.</summary>
public sealed record SpeechRequest
{
    public string? Text { get; init; }

    public string? VoiceId { get; init; }

    /// <summary>BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>0.25 to 4; null is 1.</summary>
    public double? SpeakingRate { get; init; }

    /// <summary><c>pcm</c> or <c>wav</c>; null is <c>pcm</c>.</summary>
    public string? Format { get; init; }

    /// <summary>In Hz; null for the engine's own.</summary>
    public int? SampleRateHz { get; init; }

    /// <summary>How far to run ahead of the listener, in milliseconds of audio, 500 to 60,000; null for about ten seconds.</summary>
    public int? WindowMs { get; init; }
}
