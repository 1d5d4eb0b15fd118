namespace Speeko.Speech.Segmentation;

/// <summary>"[12]" directly behind a stop belongs to the sentence before.</summary>
internal static class Footnote
{
    private const int MostDigits = 3;

    /// <returns>
    /// The index behind the footnote, <paramref name="index"/> if there is none, the end of the text if it is not whole.
    /// </returns>
    public static int Skip(ReadOnlySpan<char> text, int index)
    {
        if (index >= text.Length || text[index] != '[')
            return index;
        var end = index + 1;
        while (end < text.Length && end - index <= MostDigits && char.IsAsciiDigit(text[end]))
            end++;
        if (end == text.Length)
            return end;
        return end > index + 1 && text[end] == ']' ? Skip(text, end + 1) : index;
    }
}
