using System.Text.Json;
using System.Text.Json.Serialization;

namespace Speeko.Client.Wire;

/// <summary>Every text message of the server in one shape: <see cref="Type"/>, or <see cref="Error"/>, says which it is.</summary>
internal sealed record Reply
{
    [JsonPropertyName("type")] public string? Type { get; init; }

    [JsonPropertyName("error")] public string? Error { get; init; }

    [JsonPropertyName("code")] public string? Code { get; init; }

    [JsonPropertyName("field")] public string? Field { get; init; }

    [JsonPropertyName("limit")] public double? Limit { get; init; }

    [JsonPropertyName("retry_after")] public double? RetryAfter { get; init; }

    [JsonPropertyName("session_id")] public Guid SessionId { get; init; }

    [JsonPropertyName("utterance")] public int? Utterance { get; init; }

    [JsonPropertyName("format")] public string Format { get; init; } = "pcm";

    [JsonPropertyName("sample_rate")] public int SampleRate { get; init; }

    [JsonPropertyName("channels")] public int Channels { get; init; } = 1;

    [JsonPropertyName("sequence")] public long Sequence { get; init; }

    [JsonPropertyName("duration_ms")] public long DurationMs { get; init; }

    [JsonPropertyName("next_sequence")] public long NextSequence { get; init; }

    [JsonPropertyName("utterances")] public int? Utterances { get; init; }

    [JsonPropertyName("open_chars")] public long? OpenChars { get; init; }

    [JsonPropertyName("kind")] public string? Kind { get; init; }

    [JsonPropertyName("text_offset")] public long TextOffset { get; init; }

    [JsonPropertyName("text_length")] public int TextLength { get; init; }

    [JsonPropertyName("time_ms")] public long TimeMs { get; init; }

    [JsonPropertyName("text_spoken")] public string TextSpoken { get; init; } = "";

    [JsonPropertyName("text_remaining")] public string TextRemaining { get; init; } = "";

    [JsonPropertyName("audio_ms")] public long AudioMs { get; init; }

    public static Reply? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WireJson.Default.Reply);
        }
        catch (JsonException exception)
        {
            throw NotUnderstood(exception.Message);
        }
    }

    public static SpeechException NotUnderstood(string detail) =>
        new(new SpeechError(SpeechErrorCodes.NotUnderstood, $"The server's answer is not understood: {detail}"));

    /// <summary>Null for a type that a later server may send and this client has no use for.</summary>
    public SpeechEvent? ToEvent() => Type switch
    {
        _ when Error is not null => new SpeechFailed(ToError(Error), Utterance),
        "stream_metadata" => new SpeechStarted(SessionId, Utterance ?? 0, Format, SampleRate, Channels, Sequence),
        "mark" => new SpeechMark(Kind == "sentence", TextOffset, TextLength, TimeMs),
        "synthesis_complete" => new SpeechCompleted(Utterance ?? 0, DurationMs, NextSequence),
        "cancelled" => new SpeechCancelled(TextSpoken, TextRemaining, AudioMs),
        _ => null,
    };

    private SpeechError ToError(string message) => new(
        Code ?? SpeechErrorCodes.NotUnderstood,
        message,
        Field,
        Limit,
        RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
}
