using System.Globalization;

namespace Speeko.Speech.Segmentation;

/// <summary>Where to cut a sentence that does not end.</summary>
internal static class LengthLimit
{
    /// <summary>
    /// Behind the last clause in the second half, else behind the last word, else between two text elements.
    /// </summary>
    /// <param name="text">The sentence and at least one character more than it may have.</param>
    /// <param name="limit">Characters that it may have.</param>
    public static int FindCut(ReadOnlySpan<char> text, int limit)
    {
        var start = text.Length - text.TrimStart().Length;
        if (start >= limit)
            return limit;
        for (var cut = limit; cut > Math.Max(limit / 2, start); cut--)
        {
            if (EndsClause(text, cut))
                return cut;
        }
        for (var cut = limit; cut > start; cut--)
        {
            if (char.IsWhiteSpace(text[cut - 1]) && !IsInWhiteSpace(text, cut, limit))
                return cut;
        }
        return LastElement(text, start, limit);
    }

    /// <summary>A comma needs its space, or it may be one of a number; those of East Asia do without.</summary>
    private static bool EndsClause(ReadOnlySpan<char> text, int cut)
    {
        if (text[cut - 1] is '、' or '，' or '；' or '：' or '،' or '؛')
            return !char.IsWhiteSpace(text[cut]);
        if (!char.IsWhiteSpace(text[cut - 1]) || char.IsWhiteSpace(text[cut]))
            return false;
        var word = text[..cut].TrimEnd();
        return word.Length > 0 && (word[^1] is ',' or ';' or ':' or '–' or '—' or '·' or '!' or '?' or ')'
            or '、' or '，' or '；' or '：' or '،' or '؛' || Terminators.KindOf(word[^1]) == TerminatorKind.Unmistakable);
    }

    private static bool IsInWhiteSpace(ReadOnlySpan<char> text, int cut, int limit) =>
        cut < limit && char.IsWhiteSpace(text[cut]);

    /// <summary>Never inside a pair, and not between a letter and its marks unless it has hundreds of them.</summary>
    private static int LastElement(ReadOnlySpan<char> text, int start, int limit)
    {
        // What follows the last character is not known, so a high half at the end may be a mark on what is before it.
        var known = char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
        var cut = start;
        for (var next = start; next < known.Length && next <= limit; next += StringInfo.GetNextTextElementLength(known[next..]))
            cut = next;
        if (known.Length < text.Length && cut > start)
            return Math.Min(cut, limit);
        if (cut > start)
            return cut;
        return char.IsHighSurrogate(text[limit - 1]) && char.IsLowSurrogate(text[limit]) ? limit - 1 : limit;
    }
}
