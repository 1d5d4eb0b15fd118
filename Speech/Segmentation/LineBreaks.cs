namespace Speeko.Speech.Segmentation;

/// <summary>
/// An empty line ends a sentence; so does a line break before a list item or after a heading. Any other single line
/// break is white space: texts come hard-wrapped more often than as verse.
/// </summary>
internal static class LineBreaks
{
    private const int MostItemDigits = 3;

    public static bool IsBlank(char character) =>
        char.IsWhiteSpace(character) && character != '\n' && !IsParagraphBreak(character);

    /// <summary>White space that is a paragraph's end all by itself.</summary>
    public static bool IsParagraphBreak(char character) => character is '\f' or '\u2029';

    public static Verdict Judge(ReadOnlySpan<char> text, int index, SentenceSoFar soFar, bool isFinal)
    {
        if (!soFar.HasContent)
            return Verdict.NotBoundary;
        if (IsParagraphBreak(text[index]))
            return Verdict.Boundary(index + 1);
        var next = index + 1;
        while (next < text.Length && IsBlank(text[next]))
            next++;
        if (next == text.Length)
            return Undecided(isFinal);
        if (text[next] == '\n' || IsParagraphBreak(text[next]))
            return Verdict.Boundary(next + 1);
        if (IsHeading(text))
            return Verdict.Boundary(next);
        var item = StartsItem(text, next, isFinal);
        return item.Kind == VerdictKind.Boundary ? Verdict.Boundary(next) : item;
    }

    /// <summary>Whether a line that starts at <paramref name="index"/> is an item, a heading or a turn of a dialogue.</summary>
    public static Verdict StartsItem(ReadOnlySpan<char> text, int index, bool isFinal)
    {
        if (ListMarker.IsBullet(text[index]))
            return Verdict.Boundary(index);
        var next = index;
        if (text[index] is '-' or '*' or '+' or '–' or '—')
        {
            next++;
        }
        else if (text[index] == '#')
        {
            while (next < text.Length && text[next] == '#')
                next++;
        }
        else
        {
            while (next < text.Length && next - index < MostItemDigits && char.IsAsciiDigit(text[next]))
                next++;
            if (next == index)
                return Verdict.NotBoundary;
            if (next < text.Length && text[next++] is not ('.' or ')'))
                return Verdict.NotBoundary;
        }
        return next >= text.Length
            ? Undecided(isFinal)
            : Verdict.BoundaryIf(char.IsWhiteSpace(text[next]), index);
    }

    private static bool IsHeading(ReadOnlySpan<char> text) => text.TrimStart().StartsWith('#');

    private static Verdict Undecided(bool isFinal) => isFinal ? Verdict.NotBoundary : Verdict.NeedMore;
}
