using MessagePack;
using Speeko.Frontend.Gateway;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary>What <c>Cancel</c> returns: what was heard of the utterance that it interrupted.</summary>
[MessagePackObject]
public sealed record CancelledText
{
    [Key("textSpoken")] public string TextSpoken { get; init; } = "";

    [Key("textRemaining")] public string TextRemaining { get; init; } = "";

    [Key("audioMs")] public long AudioMs { get; init; }

    internal static CancelledText From(CancelledSpeech cancelled) => new()
    {
        TextSpoken = cancelled.TextSpoken,
        TextRemaining = cancelled.TextRemaining,
        AudioMs = cancelled.AudioMs,
    };
}
