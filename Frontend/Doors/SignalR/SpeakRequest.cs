using MessagePack;
using Speeko.Frontend.Requests;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary>Argument of the hub's <c>Speak</c> and <c>Append</c>.</summary>
[MessagePackObject]
public sealed record SpeakRequest
{
    [Key("text")] public string? Text { get; init; }

    [Key("voiceId")] public string? VoiceId { get; init; }

    [Key("language")] public string? Language { get; init; }

    [Key("speakingRate")] public double? SpeakingRate { get; init; }

    [Key("format")] public string? Format { get; init; }

    [Key("sampleRate")] public int? SampleRate { get; init; }

    [Key("windowMs")] public int? WindowMs { get; init; }

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
