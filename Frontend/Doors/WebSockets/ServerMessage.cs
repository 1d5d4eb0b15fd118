using System.Text.Json.Serialization;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.WebSockets;

internal sealed record StreamMetadata(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("session_id")] Guid SessionId,
    [property: JsonPropertyName("utterance")] int Utterance,
    [property: JsonPropertyName("format")] string Format,
    [property: JsonPropertyName("sample_rate")] int SampleRate,
    [property: JsonPropertyName("channels")] int Channels,
    [property: JsonPropertyName("sequence")] long Sequence)
{
    public static StreamMetadata From(SpeechFrame frame, AudioFormat format) => new(
        "stream_metadata",
        frame.SessionId,
        frame.Utterance,
        format.Container == AudioContainer.Wav ? "wav" : "pcm",
        format.SampleRateHz,
        format.Channels,
        frame.Sequence);
}

internal sealed record SynthesisComplete(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("utterance")] int Utterance,
    [property: JsonPropertyName("duration_ms")] long DurationMs,
    [property: JsonPropertyName("next_sequence")] long NextSequence)
{
    public static SynthesisComplete From(SpeechFrame frame) =>
        new("synthesis_complete", frame.Utterance, frame.DurationMs, frame.Sequence);
}

internal sealed record MarkMessage(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("text_offset")] long TextOffset,
    [property: JsonPropertyName("text_length")] int TextLength,
    [property: JsonPropertyName("time_ms")] long TimeMs)
{
    public static MarkMessage From(FrameMark mark) =>
        new("mark", mark.IsSentence ? "sentence" : "word", mark.TextOffset, mark.TextLength, mark.TimeMs);
}

internal sealed record CancelledMessage(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("text_spoken")] string TextSpoken,
    [property: JsonPropertyName("text_remaining")] string TextRemaining,
    [property: JsonPropertyName("audio_ms")] long AudioMs)
{
    public static CancelledMessage From(CancelledSpeech cancelled) =>
        new("cancelled", cancelled.TextSpoken, cancelled.TextRemaining, cancelled.AudioMs);
}

/// <summary>The socket hears a session that was there before it.</summary>
internal sealed record JoinedMessage(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("session_id")] Guid SessionId,
    [property: JsonPropertyName("sequence")] long Sequence,
    [property: JsonPropertyName("utterances"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Utterances = null,
    [property: JsonPropertyName("open_chars"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? OpenChars = null)
{
    /// <summary>Whoever leads is told what text has come, for what was on its way to a lost frontend may not have.</summary>
    public static JoinedMessage Resumed(ISpeechSession session)
    {
        var asked = session.Asked;
        return new JoinedMessage("resumed", session.Id, session.NextSequence, asked.Utterances, asked.OpenChars);
    }

    public static JoinedMessage Listening(ISpeechListener session) => new("listening", session.Id, session.NextSequence);
}

/// <summary>This frontend stops; where to go on elsewhere.</summary>
internal sealed record RestartingMessage(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("session_id")] Guid SessionId,
    [property: JsonPropertyName("next_sequence")] long NextSequence)
{
    public static RestartingMessage From(Guid session, long nextSequence) => new("restarting", session, nextSequence);
}

internal sealed record ErrorMessage(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("field"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
    [property: JsonPropertyName("limit"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Limit,
    [property: JsonPropertyName("retry_after"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryAfter,
    [property: JsonPropertyName("utterance"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Utterance = null)
{
    /// <summary>A request is refused.</summary>
    public static ErrorMessage From(SpeechError error) =>
        new(error.Message, error.Code.ToWireName(), error.Field, error.Limit, error.RetryAfterSeconds);

    /// <summary>An utterance has failed, or the session has.</summary>
    public static ErrorMessage From(SpeechError error, SpeechFrame failed) =>
        From(error) with { Utterance = failed.Utterance == SpeechFrame.NoUtterance ? null : failed.Utterance };
}
