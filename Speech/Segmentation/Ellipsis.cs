namespace Speeko.Speech.Segmentation;

/// <summary>Points in a row, close ("...") or spaced (". . ."): they end a sentence only if a capital follows.</summary>
internal static class Ellipsis
{
    private const int Dots = 3;

    public static Verdict Judge(ReadOnlySpan<char> text, StopRun run, Following following, bool isFinal)
    {
        if (following.Kind == FollowingKind.Stop)
            return run.IsPoint ? JudgeBeforeSpaced(text, run.Start, following, isFinal) : Verdict.NotBoundary;
        if (following.Kind != FollowingKind.Upper)
            return Verdict.NotBoundary;
        // "I" is written large wherever it stands, so behind three dots it tells nothing; a fourth is the full stop.
        if (text[following.Word] != 'I' || run.Length > Dots)
            return Verdict.Boundary(following.End);
        if (following.Word + 1 == text.Length)
            return isFinal ? Verdict.NotBoundary : Verdict.NeedMore;
        return Verdict.BoundaryIf(Letters.IsWordPart(text[following.Word + 1]), following.End);
    }

    /// <summary>The points up to <paramref name="index"/> that are set apart by spaces: 1 for a lone full stop.</summary>
    public static int CountSpaced(ReadOnlySpan<char> text, int index)
    {
        var count = 1;
        while (index >= 2 && char.IsWhiteSpace(text[index - 1]) && text[index - 2] == '.')
        {
            index -= 2;
            count++;
        }
        return count;
    }

    /// <summary>"It was so. . . . The next": a full stop, then the three dots of what was left out.</summary>
    private static Verdict JudgeBeforeSpaced(ReadOnlySpan<char> text, int index, Following following, bool isFinal)
    {
        if (index == 0 || char.IsWhiteSpace(text[index - 1]))
            return Verdict.NotBoundary;
        var next = index + 1;
        for (var dots = 0; dots < Dots; dots++)
        {
            if (next + 1 >= text.Length)
                return isFinal ? Verdict.NotBoundary : Verdict.NeedMore;
            if (!char.IsWhiteSpace(text[next]) || text[next + 1] != '.')
                return Verdict.NotBoundary;
            next += 2;
        }
        var behind = Following.Read(text, next, isFinal);
        return behind.Kind == FollowingKind.NeedMore
            ? Verdict.NeedMore
            : Verdict.BoundaryIf(behind.Kind == FollowingKind.Upper, following.End);
    }
}
