namespace Speeko.Speech.Segmentation;

/// <summary>Which rule answers for which character.</summary>
internal static class BoundaryRules
{
    /// <param name="text">The sentence so far and what has come behind it.</param>
    /// <param name="index">The place to judge: does a sentence end at, behind or (lists) before this character?</param>
    /// <param name="soFar">What was noted of the characters before it.</param>
    /// <param name="isFinal">No more text will come; never answers "need more" then.</param>
    public static Verdict Judge(ReadOnlySpan<char> text, int index, SentenceSoFar soFar, bool isFinal)
    {
        var character = text[index];
        if (char.IsAsciiLetterOrDigit(character) || character == ' ')
            return Verdict.NotBoundary;
        if (character == '\n' || LineBreaks.IsParagraphBreak(character))
            return LineBreaks.Judge(text, index, soFar, isFinal);
        if (character == ')')
            return ListMarker.JudgeParenthesis(text, index, isFinal);
        if (ListMarker.IsBullet(character))
            return ListMarker.JudgeBullet(text, index);
        var kind = StopsInItsScript(text, index) ? TerminatorKind.Mark : Terminators.KindOf(character);
        return kind == TerminatorKind.None
            ? Verdict.NotBoundary
            : StopRules.Judge(text, index, kind, soFar, isFinal);
    }

    /// <summary>Greeks ask with a semicolon, and Armenians type a colon for their full stop.</summary>
    private static bool StopsInItsScript(ReadOnlySpan<char> text, int index) => index > 0 && text[index] switch
    {
        ';' => Letters.IsGreek(text[index - 1]),
        ':' => Letters.IsArmenian(text[index - 1]),
        _ => false,
    };
}
