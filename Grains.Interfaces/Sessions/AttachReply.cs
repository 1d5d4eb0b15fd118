namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>What became of an attachment.</summary>
/// <param name="Lane">Key of the lane that the frames come by; null where there is an error.</param>
/// <param name="Error">Null when the session goes on.</param>
[GenerateSerializer, Immutable, Alias("speeko.attach-reply")]
public sealed record AttachReply([property: Id(0)] string? Lane, [property: Id(1)] SpeechError? Error);
