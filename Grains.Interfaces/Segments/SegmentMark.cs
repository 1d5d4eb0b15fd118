namespace Speeko.Grains.Interfaces.Segments;

/// <param name="IsSentence">True for a sentence, false for a word.</param>
/// <param name="TextOffset">UTF-16 offset in the segment's text.</param>
/// <param name="TextLength">UTF-16 length; 0 where the engine does not tell.</param>
/// <param name="SampleOffset">Samples from the segment's start.</param>
[GenerateSerializer, Immutable, Alias("speeko.segment-mark")]
public readonly record struct SegmentMark(
    [property: Id(0)] bool IsSentence,
    [property: Id(1)] int TextOffset,
    [property: Id(2)] int TextLength,
    [property: Id(3)] long SampleOffset);
