using System.Text.Json.Serialization;
using Speeko.Frontend.Requests;

namespace Speeko.Frontend.Doors.Http;

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
