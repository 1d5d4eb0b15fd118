using System.Globalization;
using System.Text;

namespace Speeko.Speech.Segmentation;

/// <summary>Which letters have capitals, and which scripts write without spaces.</summary>
internal static class Letters
{
    public static bool IsLower(char character) => char.IsLower(character) && !IsGeorgian(character);

    public static bool IsGreek(char character) => character is (>= '\u0370' and <= '\u03FF') or (>= '\u1F00' and <= '\u1FFF');

    public static bool IsArmenian(char character) => character is >= '\u0530' and <= '\u058F';

    /// <summary>
    /// May stand for a name or count an item: a letter with capitals, or one of Hebrew or Arabic. One of Hangul or kana
    /// may be a whole sentence.
    /// </summary>
    public static bool IsInitial(char character) =>
        char.IsUpper(character) || IsLower(character) || character is >= '\u05D0' and <= '\u06FF';

    /// <summary>Kana, ideographs and Hangul.</summary>
    public static bool IsEastAsian(char character) =>
        character is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3');

    /// <summary>A part of a word: letters and the marks on them.</summary>
    public static bool IsWordPart(char character) => char.IsLetter(character) || IsMark(character);

    public static bool IsMark(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Unicode gives Georgian capitals that no Georgian sentence begins with.</summary>
    public static bool IsGeorgian(char character) => character is >= '\u10D0' and <= '\u10FF';

    /// <summary>The code point at <paramref name="index"/>; a half of a pair counts as U+FFFD.</summary>
    public static Rune RuneAt(ReadOnlySpan<char> text, int index)
    {
        Rune.DecodeFromUtf16(text[index..], out var rune, out _);
        return rune;
    }
}
