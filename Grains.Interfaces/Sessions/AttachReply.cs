namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>What became of an attachment.</summary>
[GenerateSerializer, Immutable, Alias("speeko.attach-reply")]
public sealed record AttachReply
{
    /// <summary>Key of the lane that the frames come by; null where there is an error.</summary>
    [Id(0)] public string? Lane { get; init; }

    /// <summary>Null when the session goes on.</summary>
    [Id(1)] public SpeechError? Error { get; init; }

    /// <summary>What this side has to know of the session where it comes in: its first frame is the next one that comes.</summary>
    [Id(2)] public SessionState? State { get; init; }

    /// <summary>A session of which nobody has wanted to know for so long comes to its end; in milliseconds.</summary>
    [Id(3)] public int LeaseMs { get; init; }

    public static AttachReply Failed(SpeechError error) => new() { Error = error };
}
