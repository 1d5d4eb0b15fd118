namespace Speeko.Grains.Interfaces.Segments;

/// <summary>
/// Audio that is not sent but named: a part of a finished segment, which a frontend fetches once and keeps for all its listeners.
/// </summary>
/// <param name="Segment">Key of the segment's grain.</param>
/// <param name="Request">What makes the segment speak, should the cluster have forgotten it meanwhile.</param>
/// <param name="Content">Checksum of the whole segment's audio: made again, a sentence sounds the same and is other bytes.</param>
/// <param name="SegmentBytes">Of the whole segment.</param>
/// <param name="Start">First byte of the part.</param>
/// <param name="Length">Bytes of the part.</param>
[GenerateSerializer, Immutable, Alias("speeko.named-audio")]
public sealed record NamedAudio(
    [property: Id(0)] string Segment,
    [property: Id(1)] SegmentRequest Request,
    [property: Id(2)] ulong Content,
    [property: Id(3)] int SegmentBytes,
    [property: Id(4)] int Start,
    [property: Id(5)] int Length)
{
    private static readonly SegmentRequest Nothing = new("", "", 1, 0);

    /// <summary>Whether there is no such segment: see <see cref="Unheard"/>.</summary>
    public bool IsUnheard => Segment.Length == 0;

    /// <summary>Has a length and no sound: stands for what nobody is to hear.</summary>
    public static NamedAudio Unheard(int length) => new("", Nothing, 0, length, 0, length);
}
