using System.Text.Json.Serialization;

namespace Speeko.Client.Wire;

/// <summary>What the client says; what is null is not sent.</summary>
internal sealed record Request(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("text")] string? Text = null,
    [property: JsonPropertyName("voice_id")] string? VoiceId = null,
    [property: JsonPropertyName("language")] string? Language = null,
    [property: JsonPropertyName("speaking_rate")] double? SpeakingRate = null,
    [property: JsonPropertyName("format")] string? Format = null,
    [property: JsonPropertyName("sample_rate")] int? SampleRate = null,
    [property: JsonPropertyName("marks")] bool? Marks = null,
    [property: JsonPropertyName("session_id")] Guid? SessionId = null,
    [property: JsonPropertyName("sequence")] long? Sequence = null)
{
    public static Request Of(string type, string text, SpeechSettings settings) => new(
        type,
        text,
        settings.VoiceId,
        settings.Language,
        settings.SpeakingRate,
        settings.Format,
        settings.SampleRateHz,
        settings.WithMarks);
}
