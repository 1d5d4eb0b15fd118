namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>Where a word or a sentence starts.</summary>
/// <param name="IsSentence">True for a sentence, false for a word.</param>
/// <param name="TextOffset">UTF-16 offset in the utterance's text.</param>
/// <param name="TextLength">UTF-16 length; 0 where the engine does not tell.</param>
/// <param name="TimeMs">Milliseconds from the session's first sample.</param>
[GenerateSerializer, Immutable, Alias("speeko.mark")]
public readonly record struct FrameMark(
    [property: Id(0)] bool IsSentence,
    [property: Id(1)] long TextOffset,
    [property: Id(2)] int TextLength,
    [property: Id(3)] long TimeMs);
