using System.Text.Json.Serialization;
using Speeko.Frontend.Requests;

namespace Speeko.Frontend.Doors;

/// <summary>What is to be spoken, as it stands in JSON.</summary>
internal record SpeechBody
{
    [JsonPropertyName("text")] public string? Text { get; init; }

    [JsonPropertyName("voice_id")] public string? VoiceId { get; init; }

    [JsonPropertyName("language")] public string? Language { get; init; }

    [JsonPropertyName("speaking_rate")] public double? SpeakingRate { get; init; }

    [JsonPropertyName("format")] public string? Format { get; init; }

    [JsonPropertyName("sample_rate")] public int? SampleRate { get; init; }

    [JsonPropertyName("window_ms")] public int? WindowMs { get; init; }

    public SpeechRequest ToRequest() => new()
    {
        Text = Text,
        VoiceId = VoiceId,
        Language = Language,
        SpeakingRate = SpeakingRate,
        Format = Format,
        SampleRateHz = SampleRate,
        WindowMs = WindowMs,
    };
}
