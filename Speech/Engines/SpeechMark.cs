namespace Speeko.Speech.Engines;

public enum MarkKind : byte
{
    Word,
    Sentence,
}

/// <summary>Where in the audio a word or a sentence starts.</summary>
/// <param name="Kind">What starts here.</param>
/// <param name="TextOffset">UTF-16 offset in the text of the request.</param>
/// <param name="TextLength">UTF-16 length; 0 where the engine does not tell.</param>
/// <param name="SampleOffset">Samples from the start of the segment.</param>
public readonly record struct SpeechMark(MarkKind Kind, int TextOffset, int TextLength, long SampleOffset);
