namespace Speeko.Speech.Segmentation;

/// <summary>Whether a text ends as a sentence does, and was not cut off before.</summary>
public static class SentenceEnd
{
    /// <summary>Its last stop may stand within quotes or brackets.</summary>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && (char.IsWhiteSpace(text[^1]) || Quotation.Closes(text[^1])))
            text = text[..^1];
        return text.Length > 0 && Terminators.Contains(text[^1]);
    }
}
