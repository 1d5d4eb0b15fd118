using MessagePack;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces.Prefetch;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary>Argument of the hub's <c>Prefetch</c>.</summary>
[MessagePackObject]
public sealed record PrefetchTexts
{
    [Key("texts")] public IReadOnlyList<string?>? Texts { get; init; }

    [Key("voiceId")] public string? VoiceId { get; init; }

    [Key("language")] public string? Language { get; init; }

    [Key("speakingRate")] public double? SpeakingRate { get; init; }

    public PrefetchRequest ToRequest() => new()
    {
        Texts = Texts,
        VoiceId = VoiceId,
        Language = Language,
        SpeakingRate = SpeakingRate,
    };
}

/// <summary>What <c>Prefetch</c> returns: what became of how many sentences.</summary>
[MessagePackObject]
public sealed record PrefetchCounts
{
    /// <summary>Will be made when nobody waits.</summary>
    [Key("accepted")] public int Accepted { get; init; }

    /// <summary>Ready already.</summary>
    [Key("cached")] public int Cached { get; init; }

    /// <summary>Will not be made.</summary>
    [Key("refused")] public int Refused { get; init; }

    internal static PrefetchCounts From(PrefetchReply reply) =>
        new() { Accepted = reply.Accepted, Cached = reply.Cached, Refused = reply.Refused };
}
