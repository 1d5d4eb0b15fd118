namespace Speeko.Speech.Segmentation;

/// <summary>The characters that end sentences, by how much they can be trusted.</summary>
internal static class Terminators
{
    public static TerminatorKind KindOf(char character) => character switch
    {
        '.' or '…' or '․' => TerminatorKind.Dot,
        '!' or '?' or '‼' or '⁇' or '⁈' or '⁉' or '‽' => TerminatorKind.Mark,
        < '\u0080' => TerminatorKind.None,
        _ => IsUnmistakable(character) ? TerminatorKind.Unmistakable : TerminatorKind.None,
    };

    public static bool Contains(char character) => KindOf(character) != TerminatorKind.None;

    /// <summary>The last kind wins: "?." is a full stop of nothing, "…。" is a full stop.</summary>
    public static TerminatorKind KindOfRun(ReadOnlySpan<char> run)
    {
        var kind = TerminatorKind.None;
        foreach (var character in run)
            kind = (TerminatorKind)Math.Max((int)kind, (int)KindOf(character));
        return kind;
    }

    private static bool IsUnmistakable(char character) => character switch
    {
        '。' or '｡' or '！' or '？' or '．' or '︒' or '﹒' or '﹖' or '﹗' => true,
        '\u037E' => true, // Greek question mark
        '\u0589' => true, // Armenian
        '\u061E' or '\u061F' or '\u06D4' => true, // Arabic, Urdu
        '\u0700' or '\u0701' or '\u0702' => true, // Syriac
        '\u0964' or '\u0965' => true, // Devanagari and its neighbours
        '\u104B' => true, // Burmese
        '\u1362' or '\u1367' or '\u1368' => true, // Ethiopic
        '\u17D4' or '\u17D5' => true, // Khmer
        '\u1803' or '\u1809' => true, // Mongolian
        '\u1AA8' or '\u1AA9' or '\u1AAA' or '\u1AAB' => true, // Tai Tham
        '\u1C7E' or '\u1C7F' => true, // Santali
        '\uA60E' or '\uA6F3' or '\uA6F7' => true, // Vai, Bamum
        '\uABEB' => true, // Meitei
        _ => false,
    };
}

internal enum TerminatorKind
{
    None,

    /// <summary>A point, which also abbreviates, counts, separates and stands in names.</summary>
    Dot,

    /// <summary>"!" or "?", which also stand in names and addresses.</summary>
    Mark,

    /// <summary>A stop that has no other use and needs no space after it.</summary>
    Unmistakable,
}
