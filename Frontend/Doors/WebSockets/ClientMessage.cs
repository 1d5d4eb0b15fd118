using System.Text.Json.Serialization;
using Speeko.Frontend.Requests;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>What a client may say. Without a type it is a request to speak.</summary>
internal sealed record ClientMessage
{
    public const string Speak = "speak";

    /// <summary>As it came; <see cref="Kind"/> is what it means.</summary>
    [JsonPropertyName("type")] public string? Type { get; init; }

    [JsonIgnore] public string Kind => Type ?? Speak;

    [JsonPropertyName("text")] public string? Text { get; init; }

    [JsonPropertyName("voice_id")] public string? VoiceId { get; init; }

    [JsonPropertyName("language")] public string? Language { get; init; }

    [JsonPropertyName("speaking_rate")] public double? SpeakingRate { get; init; }

    [JsonPropertyName("format")] public string? Format { get; init; }

    [JsonPropertyName("sample_rate")] public int? SampleRate { get; init; }

    /// <summary>True: also send where words and sentences start.</summary>
    [JsonPropertyName("marks")] public bool? Marks { get; init; }

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
