using CsCheck;

namespace Speeko.Tests.Speech.Segmentation;

/// <summary>Texts that nobody would write and somebody will send.</summary>
internal static class NastyText
{
    private static readonly string[] Fragments =
    [
        " ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00A0", "\u3000", "\u2029", "\f", "      ",
        ".", ".", "..", "...", ". . .", "…", "!", "?", "?!", "!!!", ",", ";", ":", "—", "-", "- ", "* ", "# ", "**", "_",
        "\"", "'", "“", "”", "„", "‘", "’", "«", "» ", "(", ")", "[", "]", "[12]", "[...]", "「", "」", "《", "》", "¿", "¡",
        "。", "！", "？", "｡", "．", "、", "，", "؟", "۔", "،", "।", "॥", "\u037E", "։", "።", "။", "។",
        "Dr", "Mr. ", "e.g. ", "U.S. ", "a.m. ", "P.M. ", "Inc. ", "etc. ", "No. ", "z. B. ", "J. ", "I ", "A ", "The ",
        "How", "how", "Hello", "world", "it", "Mai", "am 3. ", "1. ", "2. ", "1) ", "2) ", "1.) ", "a. ", "b. ", "• ", "⁃",
        "3.14", "2", "12", "2019", "v1.2.3", "7:30", "https://a.b/c?d=e.f", "x@y.org", "file.txt", ".NET", "$5", "+1",
        "αλφα", "Αυτό;", "Բարեւ:", "Привет", "т. е. ", "г. ", "你好", "です", "と", "안녕", "नमस्ते", "مرحبا", "د. ", "שלום", "ไทย",
        "e\u0301", "\u0301\u0302\u0303", "👍", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "\uD83D", "\uDE00", "\uFFFF", "\0", "\u200F", "\u202C", "\uFEFF",
    ];

    /// <summary>Fragments in any order, runs of one, and characters that are nothing but random.</summary>
    public static readonly Gen<string> Gen = CsCheck.Gen.Frequency(
            (20, CsCheck.Gen.OneOf(Fragments)),
            (1, CsCheck.Gen.Select(CsCheck.Gen.OneOf(Fragments), CsCheck.Gen.Int[2, 60], Repeat)),
            (1, CsCheck.Gen.Char[(char)0, char.MaxValue].Array[1, 30].Select(characters => new string(characters))))
        .Array[0, 120]
        .Select(string.Concat);

    private static string Repeat(string fragment, int times) => string.Concat(Enumerable.Repeat(fragment, times));
}
