namespace Speeko.Speech.Segmentation;

/// <summary>The word behind a stop, once it is whole.</summary>
internal static class NextWord
{
    /// <returns>
    /// Index behind the word, or behind its first <paramref name="mostChars"/> characters; null while it may go on.
    /// </returns>
    public static int? Read(ReadOnlySpan<char> text, int index, int mostChars, bool isFinal)
    {
        var end = index;
        while (end < text.Length && end - index < mostChars && Letters.IsWordPart(text[end]))
            end++;
        return end == text.Length && end - index < mostChars && !isFinal ? null : end;
    }
}
