using System.Text.Json.Serialization;
using Speeko.Frontend.Requests;

namespace Speeko.Frontend.Doors.Http;

/// <summary>What is to be spoken, as it stands in the body of a request.</summary>
internal sealed record SpeechBody
{
    [JsonPropertyName("text")] public string? Text { get; init; }

    [JsonPropertyName("voice_id")] public string? VoiceId { get; init; }

    [JsonPropertyName("language")] public string? Language { get; init; }

    [JsonPropertyName("speaking_rate")] public double? SpeakingRate { get; init; }

    [JsonPropertyName("format")] public string? Format { get; init; }

    [JsonPropertyName("sample_rate")] public int? SampleRate { get; init; }

    public SpeechRequest ToRequest() => new()
    {
        Text = Text,
        VoiceId = VoiceId,
        Language = Language,
        SpeakingRate = SpeakingRate,
        Format = Format,
        SampleRateHz = SampleRate,
    };
}

/// <summary>What is to be made ready.</summary>
internal sealed record PrefetchBody
{
    [JsonPropertyName("texts")] public string?[]? Texts { get; init; }

    [JsonPropertyName("voice_id")] public string? VoiceId { get; init; }

    [JsonPropertyName("language")] public string? Language { get; init; }

    [JsonPropertyName("speaking_rate")] public double? SpeakingRate { get; init; }

    public PrefetchRequest ToRequest() => new()
    {
        Texts = Texts,
        VoiceId = VoiceId,
        Language = Language,
        SpeakingRate = SpeakingRate,
    };
}
