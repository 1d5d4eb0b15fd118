using System.Globalization;

namespace Speeko.Speech.Segmentation;

/// <summary>The letters and inner points directly before a full stop.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="End">Index behind its last.</param>
/// <param name="IsPart">It belongs to something longer, such as an address, so it abbreviates nothing.</param>
internal readonly record struct PrecedingWord(int Start, int End, bool IsPart)
{
    /// <summary>Longer words are no abbreviations.</summary>
    public const int LongestChars = 24;

    public static PrecedingWord Before(ReadOnlySpan<char> text, int stop)
    {
        var end = stop;
        while (end > 0 && char.GetUnicodeCategory(text[end - 1]) == UnicodeCategory.Format)
            end--;
        var start = end;
        while (start > 0 && end - start < LongestChars && IsInside(text[start - 1]))
            start--;
        while (start < end && text[start] == '.')
            start++;
        return new PrecedingWord(start, end, IsJoined(text, start, end));
    }

    public ReadOnlySpan<char> Of(ReadOnlySpan<char> text) => text[Start..End];

    private static bool IsInside(char character) => Letters.IsWordPart(character) || character is '.' or '°' or '№';

    private static bool IsJoined(ReadOnlySpan<char> text, int start, int end)
    {
        if (start < 2 || !char.IsLetterOrDigit(text[start - 2]))
            return start > 0 && text[start - 1] is '/' or '\\' or '@' or '_' or '=';
        // The s of "Jane's", but not the A of "d'A. Dumas".
        if (text[start - 1] is '\'' or '’')
            return end - start == 1 && Letters.IsLower(text[start]);
        return text[start - 1] is '/' or '\\' or '@' or '_' or '=' or '&';
    }
}
