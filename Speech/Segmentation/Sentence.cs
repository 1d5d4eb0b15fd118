namespace Speeko.Speech.Segmentation;

/// <summary>
/// One sentence as it stood in the text, white space included: the raw texts of all sentences, joined, are the input.
/// </summary>
/// <param name="Offset">UTF-16 offset of <paramref name="Raw"/> in all text fed so far.</param>
/// <param name="Raw">The characters from this boundary to the next; never empty, may be white space only.</param>
public readonly record struct Sentence(long Offset, string Raw)
{
    /// <summary>What is to be spoken; empty when there is nothing but white space.</summary>
    public string Spoken => Raw.Trim();
}
