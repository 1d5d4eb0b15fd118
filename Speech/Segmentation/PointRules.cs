namespace Speeko.Speech.Segmentation;

/// <summary>A single full stop, by the word before it and the word behind it.</summary>
internal static class PointRules
{
    /// <summary>Shorter words before a small letter are taken for abbreviations nobody listed.</summary>
    private const int LeastLetters = 3;

    private const int LeastGreekLetters = 6;

    /// <summary>Three spaced dots are an ellipsis; the fourth is a full stop.</summary>
    private const int EllipsisDots = 3;

    private const int LeastWordsBeforeTime = 4;

    public static Verdict Judge(
        ReadOnlySpan<char> text, int index, Following following, SentenceSoFar soFar, bool isFinal)
    {
        if (following.Kind is FollowingKind.Attached or FollowingKind.Dash)
            return Verdict.NotBoundary;
        if (Ellipsis.CountSpaced(text, index) is > 1 and <= EllipsisDots)
            return Verdict.NotBoundary;
        var word = PrecedingWord.Before(text, index);
        if (ListMarker.IsLeading(text, word.Start, index))
            return Verdict.NotBoundary;
        var abbreviation = Abbreviations.Classify(text, word, index);
        if (following.Kind == FollowingKind.Lower)
        {
            return Verdict.BoundaryIf(
                abbreviation == AbbreviationKind.None && EndsBeforeSmallLetter(word.Of(text), following, soFar),
                following.End);
        }
        if (index > 0 && char.IsDigit(text[index - 1]))
            return Ordinals.Judge(text, index, following, isFinal);
        return abbreviation switch
        {
            AbbreviationKind.None => Verdict.Boundary(following.End),
            AbbreviationKind.BeforeNumber => Verdict.BoundaryIf(following.Kind != FollowingKind.Digit, following.End),
            AbbreviationKind.EndsBeforeCapital =>
                Verdict.BoundaryIf(following.Kind == FollowingKind.Upper, following.End),
            AbbreviationKind.Leads when !following.IsClosed => Verdict.NotBoundary,
            AbbreviationKind.Time => JudgeTime(text, word, following, isFinal),
            _ => SentenceStarters.Judge(text, following, isFinal),
        };
    }

    /// <summary>
    /// Small letters begin sentences with people who write no capitals at all, and now and then in Greek.
    /// </summary>
    private static bool EndsBeforeSmallLetter(ReadOnlySpan<char> word, Following following, SentenceSoFar soFar)
    {
        if (following.IsClosed || word.Contains('.'))
            return false;
        return (soFar.StartsInLowerCase && word.Length >= LeastLetters)
            || (word.Length >= LeastGreekLetters && Letters.IsGreek(word[^1]));
    }

    /// <summary>"He left at 6 p.m. Mr. Smith ..." ends; "At 5 a.m. Mr. Smith ..." has hardly begun.</summary>
    private static Verdict JudgeTime(ReadOnlySpan<char> text, PrecedingWord word, Following following, bool isFinal)
    {
        var starts = SentenceStarters.Judge(text, following, isFinal);
        if (starts.Kind != VerdictKind.NotBoundary || following.Kind != FollowingKind.Upper)
            return starts;
        return Verdict.BoundaryIf(
            SentenceStarters.IsTitle(text, following.Word) && CountWords(text[..word.Start]) >= LeastWordsBeforeTime,
            following.End);
    }

    private static int CountWords(ReadOnlySpan<char> text)
    {
        var words = 0;
        for (var index = 1; index < text.Length; index++)
            words += char.IsWhiteSpace(text[index]) && !char.IsWhiteSpace(text[index - 1]) ? 1 : 0;
        return words;
    }
}
