using System.Globalization;
using System.Text;

namespace Speeko.Speech.Segmentation;

/// <summary>What the first character behind a stop tells.</summary>
internal static class FirstCharacter
{
    /// <summary>It says nothing alone: half of a pair, or the point of ".NET".</summary>
    public static bool NeedsNext(char character) => char.IsHighSurrogate(character) || character == '.';

    /// <summary>".NET", ".5": the point belongs to the word.</summary>
    public static bool IsNameWithPoint(ReadOnlySpan<char> text, int index) =>
        text[index] == '.' && index + 1 < text.Length && char.IsLetterOrDigit(text[index + 1]);

    /// <summary>Of a character that follows a stop without white space.</summary>
    public static FollowingKind KindOfAttached(char character) => KindOf([character], 0) switch
    {
        FollowingKind.Clause => FollowingKind.Clause,
        FollowingKind.Dash => FollowingKind.Dash,
        _ => FollowingKind.Attached,
    };

    public static FollowingKind KindOf(ReadOnlySpan<char> text, int index)
    {
        var character = text[index];
        if (Terminators.Contains(character))
            return FollowingKind.Stop;
        if (ListMarker.IsBullet(character))
            return FollowingKind.Item;
        var rune = Letters.RuneAt(text, index);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => FollowingKind.Upper,
            UnicodeCategory.LowercaseLetter => Letters.IsGeorgian(character) ? FollowingKind.Uncased : FollowingKind.Lower,
            UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter => FollowingKind.Uncased,
            UnicodeCategory.DecimalDigitNumber => FollowingKind.Digit,
            UnicodeCategory.DashPunctuation => FollowingKind.Dash,
            UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation => FollowingKind.Symbol,
            UnicodeCategory.OtherPunctuation => IsNameSign(character) ? FollowingKind.Symbol : FollowingKind.Clause,
            UnicodeCategory.MathSymbol => character == '+' ? FollowingKind.Symbol : FollowingKind.Clause,
            UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation
                or UnicodeCategory.SpaceSeparator => FollowingKind.Clause,
            _ => FollowingKind.Symbol,
        };
    }

    private static bool IsNameSign(char character) => character is '#' or '@' or '§' or '¿' or '¡' or '"' or '\'';
}
