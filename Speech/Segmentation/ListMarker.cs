using System.Globalization;

namespace Speeko.Speech.Segmentation;

/// <summary>The number or letter before an item of a list that is written in one line: "1. one 2. two".</summary>
/// <param name="Value">The number, or the code of the letter.</param>
/// <param name="Style">What stands behind it: ".", ")" or ".)".</param>
/// <param name="End">Index behind the style.</param>
internal readonly record struct ListMarker(int Value, string Style, int End)
{
    private const int MostDigits = 3;

    /// <summary>"VIII".</summary>
    private const int MostChars = 4;

    public static bool IsBullet(char character) => character is '•' or '‣' or '⁃' or '◦' or '▪' or '●' or '∙';

    /// <summary>A bullet begins an item if the sentence is one.</summary>
    public static Verdict JudgeBullet(ReadOnlySpan<char> text, int index) => Verdict.BoundaryIf(
        index > 0 && char.IsWhiteSpace(text[index - 1]) && text.TrimStart()[0] == text[index]
            && text[..index].TrimStart().Length > 0,
        index);

    public static Verdict JudgeParenthesis(ReadOnlySpan<char> text, int index, bool isFinal) =>
        Judge(text, index, ")", isFinal);

    public static Verdict JudgePoint(ReadOnlySpan<char> text, int index, bool isFinal) =>
        text[index + 1] == ')' ? Judge(text, index, ".)", isFinal) : Judge(text, index, ".", isFinal);

    /// <summary>"1.", "a.", "IV." where the sentence begins: there is nothing before it that could end.</summary>
    public static bool IsLeading(ReadOnlySpan<char> text, int wordStart, int stop)
    {
        var start = wordStart;
        while (start > 0 && stop - start < MostDigits && char.IsAsciiDigit(text[start - 1]))
            start--;
        foreach (var character in text[..start])
        {
            if (!char.IsWhiteSpace(character) && !IsBullet(character) && !Quotation.Opens(character)
                && !char.IsPunctuation(character))
            {
                return false;
            }
        }
        var marker = text[start..stop];
        return marker.Length switch
        {
            0 or > MostChars => false,
            1 => char.IsDigit(marker[0]) || Letters.IsInitial(marker[0]),
            _ => (marker.Length <= MostDigits && char.IsAsciiDigit(marker[0])) || !marker.ContainsAnyExcept('I', 'V', 'X'),
        };
    }

    private static Verdict Judge(ReadOnlySpan<char> text, int index, string style, bool isFinal)
    {
        var start = index;
        while (start > 0 && index - start < MostDigits && char.IsAsciiDigit(text[start - 1]))
            start--;
        if (start == index && start > 0 && char.IsAsciiLetter(text[start - 1]))
            start--;
        if (start == index || start == 0 || !char.IsWhiteSpace(text[start - 1]))
            return Verdict.NotBoundary;
        if (Leading(text) is not { } leading || leading.Style != style || leading.End >= start - 1
            || ValueOf(text[start..index]) != leading.Value + 1)
        {
            return Verdict.NotBoundary;
        }
        var behind = index + style.Length;
        if (behind >= text.Length)
            return isFinal ? Verdict.NotBoundary : Verdict.NeedMore;
        return Verdict.BoundaryIf(char.IsWhiteSpace(text[behind]), start);
    }

    private static ListMarker? Leading(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && (char.IsWhiteSpace(text[start]) || IsBullet(text[start])))
            start++;
        var end = start;
        while (end < text.Length && end - start < MostDigits && char.IsAsciiDigit(text[end]))
            end++;
        if (end == start && end < text.Length && char.IsAsciiLetter(text[end]))
            end++;
        var rest = text[end..];
        if (end == start || rest.Length < 2)
            return null;
        var style = rest.StartsWith(".)") ? ".)" : rest[0] == '.' ? "." : rest[0] == ')' ? ")" : null;
        if (style is null || rest.Length <= style.Length || !char.IsWhiteSpace(rest[style.Length]))
            return null;
        return new ListMarker(ValueOf(text[start..end]), style, end + style.Length);
    }

    private static int ValueOf(ReadOnlySpan<char> marker) =>
        char.IsAsciiDigit(marker[0]) ? int.Parse(marker, CultureInfo.InvariantCulture) : marker[0];
}
