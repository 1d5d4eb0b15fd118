using System.Collections.Frozen;

namespace Speeko.Speech.Segmentation;

/// <summary>
/// Words that hardly ever follow an abbreviation inside a sentence with a capital, so that "U.S. How" ends one and
/// "U.S. Government" does not.
/// </summary>
internal static class SentenceStarters
{
    private const int LongestChars = 12;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Starters = WordList.Of(
        "A After All Also Although An And Another Any Are As At Because Before Both But By Can Come Could Did Do Does " +
        "Each Even Every Everyone Finally First For From Had Has Have He Her Here Hers His How However I If In Indeed " +
        "Instead Is It Its Just Last Let Like Many Maybe Me Meanwhile More Most My Never Next Nobody Nor Not Nothing " +
        "Now Of On Once One Only Or Other Our Perhaps Please She Should Since So Some Someone Something Sometimes " +
        "Soon Still Such Than That The Their Them Then There Therefore These They This Those Though Thus To Today " +
        "Tomorrow Tonight Two Under Unless Until Was We Were What When Where Whether Which While Why Will With " +
        "Without Would Yes Yesterday Yet You Your " +
        "Aber Auch Bei Da Dann Das Dennoch Der Des Dies Diese Dieser Du Ein Eine Er Es Heute Ich Ihr Jetzt Sie Und " +
        "Wenn Wer Wie Wir Wo Zum Zur Mit Nach " +
        "Il Elle Ils Elles Nous Vous Je Tu Mais Et Ce Cette Ces " +
        "Ella Ellos Nosotros Usted Pero Esto Esta Este " +
        "Он Она Они Оно Мы Вы Я Но И Это Ты В На Как Что Где").Lookup;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Titles =
        WordList.Of("Mr Mrs Ms Miss Dr Prof Sir").Lookup;

    public static Verdict Judge(ReadOnlySpan<char> text, Following following, bool isFinal)
    {
        if (following.Kind != FollowingKind.Upper)
            return Verdict.NotBoundary;
        if (NextWord.Read(text, following.Word, LongestChars, isFinal) is not { } end)
            return Verdict.NeedMore;
        // "I." and "A." are initials themselves.
        var isInitial = end - following.Word == 1 && end < text.Length && text[end] == '.';
        return Verdict.BoundaryIf(!isInitial && Starters.Contains(text[following.Word..end]), following.End);
    }

    /// <summary>Of a word that is known to be whole.</summary>
    public static bool IsTitle(ReadOnlySpan<char> text, int index) =>
        NextWord.Read(text, index, LongestChars, isFinal: true) is { } end && Titles.Contains(text[index..end]);
}
