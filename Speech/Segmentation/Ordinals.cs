using System.Collections.Frozen;

namespace Speeko.Speech.Segmentation;

/// <summary>
/// A full stop behind a number. Some languages write ordinals so ("am 3. Mai", "der 2. Weltkrieg"), and there even a
/// capital tells nothing.
/// </summary>
internal static class Ordinals
{
    private const int MostDigits = 2;

    private const int LongestMonthChars = 10;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LeadIns = WordList.Of(
        "am vom zum zur im ab bis seit der die das dem den des dieser dieses diesem diesen jeder jedes jedem jeden " +
        "ihr ihre ihrem ihren sein seine seinem seinen mein meine unser unsere ein eine einem einen einer eines").Lookup;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Months = WordList.Of(
        "Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember " +
        "Jahrhundert Jahrhunderts Jahrtausend Klasse Auflage Weltkrieg").Lookup;

    public static Verdict Judge(ReadOnlySpan<char> text, int index, Following following, bool isFinal)
    {
        if (!IsShortNumber(text, index, out var start))
            return Verdict.Boundary(following.End);
        return following.Kind switch
        {
            _ when IsBehindColon(text, start) => Verdict.NotBoundary,
            FollowingKind.Digit when EndsInOrdinal(text[..start].TrimEnd()) => Verdict.NotBoundary,
            FollowingKind.Digit => JudgeDate(text, following, isFinal),
            FollowingKind.Upper when LeadIns.Contains(WordBefore(text, start)) => Verdict.NotBoundary,
            FollowingKind.Upper => JudgeMonth(text, following, isFinal),
            _ => Verdict.Boundary(following.End),
        };
    }

    private static bool IsShortNumber(ReadOnlySpan<char> text, int index, out int start)
    {
        start = index;
        while (start > 0 && index - start <= MostDigits && char.IsDigit(text[start - 1]))
            start--;
        return index - start <= MostDigits && (start == 0 || char.IsWhiteSpace(text[start - 1]));
    }

    /// <summary>"Do this: 1. Wash": the first item of a list.</summary>
    private static bool IsBehindColon(ReadOnlySpan<char> text, int start) => text[..start].TrimEnd() is [.., ':'];

    private static bool EndsInOrdinal(ReadOnlySpan<char> text) => text is [.., var digit, '.'] && char.IsDigit(digit);

    /// <summary>"3. 5. 2026".</summary>
    private static Verdict JudgeDate(ReadOnlySpan<char> text, Following following, bool isFinal)
    {
        var end = following.Word;
        while (end < text.Length && end - following.Word <= MostDigits && char.IsDigit(text[end]))
            end++;
        if (end == text.Length && !isFinal)
            return Verdict.NeedMore;
        return Verdict.BoundaryIf(end == text.Length || text[end] != '.', following.End);
    }

    private static Verdict JudgeMonth(ReadOnlySpan<char> text, Following following, bool isFinal)
    {
        if (text[following.Word] is not ('J' or 'F' or 'M' or 'A' or 'S' or 'O' or 'N' or 'D' or 'K' or 'W'))
            return Verdict.Boundary(following.End);
        if (NextWord.Read(text, following.Word, LongestMonthChars + 1, isFinal) is not { } month)
            return Verdict.NeedMore;
        return Verdict.BoundaryIf(!Months.Contains(text[following.Word..month]), following.End);
    }

    private static ReadOnlySpan<char> WordBefore(ReadOnlySpan<char> text, int start)
    {
        var before = text[..start].TrimEnd();
        var first = before.Length;
        while (first > 0 && before.Length - first < PrecedingWord.LongestChars && char.IsLetter(before[first - 1]))
            first--;
        return before[first..];
    }
}
