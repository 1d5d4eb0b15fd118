namespace Speeko.Frontend.Requests;

/// <summary>Texts to be made ready. Fields are as they came; <see cref="PrefetchCheck"/> judges them.</summary>
public sealed record PrefetchRequest
{
    public IReadOnlyList<string?>? Texts { get; init; }

    public string? VoiceId { get; init; }

    /// <summary>BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>0.25 to 4; null is 1.</summary>
    public double? SpeakingRate { get; init; }
}
