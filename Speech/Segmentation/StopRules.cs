namespace Speeko.Speech.Segmentation;

/// <summary>Whether a full stop, exclamation or question mark ends its sentence. In doubt it does not.</summary>
internal static class StopRules
{
    public static Verdict Judge(
        ReadOnlySpan<char> text, int index, TerminatorKind kind, SentenceSoFar soFar, bool isFinal)
    {
        // 1. Only the last of several stops counts, so one more character is always needed.
        if (index + 1 == text.Length)
            return isFinal ? Verdict.NotBoundary : Verdict.NeedMore;
        if (Terminators.Contains(text[index + 1]) || !soFar.HasContent)
            return Verdict.NotBoundary;
        var run = StopRun.EndingAt(text, index, kind);
        if (run.IsElision(text))
            return Verdict.NotBoundary;

        // 2. "1. one 2. two" ends before the 2.
        if (run.IsPoint && ListMarker.JudgePoint(text, index, isFinal) is { Kind: not VerdictKind.NotBoundary } item)
            return item;

        // 3. What follows, behind closing quotes and white space.
        var following = Following.Read(text, index + 1, isFinal);
        switch (following.Kind)
        {
            case FollowingKind.NeedMore:
                return Verdict.NeedMore;
            case FollowingKind.Paragraph or FollowingKind.Item:
                return Verdict.Boundary(following.End);
            case FollowingKind.Nothing or FollowingKind.Clause:
                return Verdict.NotBoundary;
        }
        if (soFar.IsInAside(index, following.ClosedBrackets))
            return Verdict.NotBoundary;

        // 4. How much the stop itself can be trusted.
        return run.Kind switch
        {
            TerminatorKind.Unmistakable => JudgeUnmistakable(text, index, following),
            TerminatorKind.Mark => JudgeMark(text, following, soFar),
            _ when !run.IsPoint || following.Kind == FollowingKind.Stop => Ellipsis.Judge(text, run, following, isFinal),
            _ => PointRules.Judge(text, index, following, soFar, isFinal),
        };
    }

    private static Verdict JudgeUnmistakable(ReadOnlySpan<char> text, int index, Following following)
    {
        var next = text[following.Word];
        var goesOn = following.Kind is FollowingKind.Dash or FollowingKind.Stop
            || (text[index] == '．' && char.IsDigit(next))
            || (following.IsClosed && IsJapaneseQuoted(next));
        return Verdict.BoundaryIf(!goesOn, following.End);
    }

    /// <summary>The particles that say that what was quoted is said, asked, thought.</summary>
    private static bool IsJapaneseQuoted(char next) => next is 'と' or 'っ';

    private static Verdict JudgeMark(ReadOnlySpan<char> text, Following following, SentenceSoFar soFar)
    {
        var next = text[following.Word];
        return Verdict.BoundaryIf(
            following.Kind switch
            {
                FollowingKind.Attached => Letters.IsEastAsian(next) || Quotation.OnlyOpens(next),
                FollowingKind.Lower => soFar.StartsInLowerCase && !following.IsClosed,
                FollowingKind.Upper or FollowingKind.Uncased or FollowingKind.Digit or FollowingKind.Symbol => true,
                _ => false,
            },
            following.End);
    }
}
