namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>How an utterance is to sound, and on whose account. Null means the default.</summary>
[GenerateSerializer, Immutable, Alias("speeko.utterance-settings")]
public sealed record UtteranceSettings
{
    [Id(0)] public string? VoiceId { get; init; }

    /// <summary>BCP 47 tag; chooses the voice where <see cref="VoiceId"/> is null.</summary>
    [Id(1)] public string? Language { get; init; }

    /// <summary>0.25 to 4; 1 is the voice's own speed.</summary>
    [Id(2)] public double SpeakingRate { get; init; } = 1;

    [Id(3)] public AudioContainer Container { get; init; }

    /// <summary>In Hz; null for the engine's own.</summary>
    [Id(4)] public int? SampleRateHz { get; init; }

    /// <summary>Id of the API key that asks; never the key itself. Owners share the engines fairly.</summary>
    [Id(5)] public string Owner { get; init; } = "";

    /// <summary>How far the session may run ahead of its listener, in milliseconds of audio; null for as far as the session does.</summary>
    [Id(6)] public int? WindowMs { get; init; }
}
