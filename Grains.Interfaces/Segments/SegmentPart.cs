namespace Speeko.Grains.Interfaces.Segments;

/// <summary>A piece of a segment.</summary>
/// <param name="Blocks">Consecutive blocks of samples (s16le mono); not to be written to.</param>
/// <param name="Marks">The marks that have come meanwhile; they may point before or behind <paramref name="Blocks"/>.</param>
/// <param name="IsLast">Nothing follows.</param>
/// <param name="Error">Why the segment ends early.</param>
/// <param name="Name">Stands for all blocks, to whoever can do with a name.</param>
/// <param name="Whole">On the last part of what came in blocks: the name of all of it.</param>
/// <param name="Making">
/// Which making of the sentence it is a piece of: an activation that goes away between two reads is followed by one that makes it
/// anew, with other samples, and nobody is told.
/// </param>
[GenerateSerializer, Immutable, Alias("speeko.segment-part")]
public sealed record SegmentPart(
    [property: Id(0)] byte[][] Blocks,
    [property: Id(1)] SegmentMark[] Marks,
    [property: Id(2)] bool IsLast,
    [property: Id(3)] SpeechError? Error = null,
    [property: Id(4)] NamedAudio? Name = null,
    [property: Id(5)] NamedAudio? Whole = null,
    [property: Id(6)] Guid Making = default)
{
    /// <summary>
    /// What a reader gets that has left. It may have asked twice, as the first answer was late, and had the other one: this must
    /// not be taken for the end of the sentence.
    /// </summary>
    public static readonly SegmentPart Left = Failed(
        new SpeechError(SpeechErrorCode.Unavailable, "The reader has left the sentence.", RetryAfterSeconds: 1));

    public static SegmentPart Failed(SpeechError error) => new([], [], IsLast: true, error);
}
