using System.Globalization;
using System.Text;
using Speeko.Grains.Interfaces;

namespace Speeko.Grains.Sessions;

/// <summary>Makes any text fit for an engine, without moving a character: marks point into the text as it came.</summary>
internal static class SpeakableText
{
    private static readonly SpeechError NothingToSpeak = new(
        SpeechErrorCode.NothingToSpeak, "The text holds nothing that can be spoken.", "text");

    /// <summary>Control characters become spaces and lone surrogates U+FFFD, one for one.</summary>
    public static string Clean(string text)
    {
        var first = IndexOfUnfit(text, 0);
        if (first < 0)
            return text;
        var clean = text.ToCharArray();
        for (var i = first; i >= 0; i = IndexOfUnfit(text, i + 1))
            clean[i] = char.IsSurrogate(text[i]) ? '\uFFFD' : ' ';
        return new string(clean);
    }

    /// <summary>Says in advance what the engine would pass over in silence.</summary>
    public static SpeechError? Check(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSpoken(rune))
                return null;
        }

        return NothingToSpeak;
    }

    public static SpeechError Silent() => NothingToSpeak;

    private static bool IsSpoken(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => true,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => true,
        UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.OtherSymbol =>
            rune != Rune.ReplacementChar,
        UnicodeCategory.OtherPunctuation => rune.Value is '%' or '&' or '@' or '#' or '§',
        _ => false,
    };

    private static int IndexOfUnfit(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(c) || (char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
                return i;
        }

        return -1;
    }
}
