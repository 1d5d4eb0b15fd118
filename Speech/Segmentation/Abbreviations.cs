using System.Collections.Frozen;

namespace Speeko.Speech.Segmentation;

/// <summary>
/// The abbreviations of everyday text, in the case in which they are written: "Sun." is a day, "sun." ends a sentence.
/// What is a common word with a full stop is left out ("in.", "am.", "do.").
/// </summary>
internal static class Abbreviations
{
    private const int LongestPartOfDotted = 2;

    private static readonly FrozenDictionary<string, AbbreviationKind>.AlternateLookup<ReadOnlySpan<char>> Known =
        Table().ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="text">The sentence.</param>
    /// <param name="word">The word before the full stop.</param>
    /// <param name="stop">Index of the full stop.</param>
    public static AbbreviationKind Classify(ReadOnlySpan<char> text, PrecedingWord word, int stop)
    {
        var letters = word.Of(text);
        if (letters.IsEmpty || word.IsPart || stop - word.Start > PrecedingWord.LongestChars)
            return AbbreviationKind.None;
        if (Known.TryGetValue(letters, out var kind))
            return kind;
        if (letters.Length == 1 || IsShortPair(letters))
            return Classify(text, word.Start, letters);
        return IsDotted(letters) ? AbbreviationKind.Anywhere : AbbreviationKind.None;
    }

    /// <summary>"B." may be the second half of "z. B.".</summary>
    private static AbbreviationKind Classify(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> letters)
    {
        if (start >= 3 && char.IsWhiteSpace(text[start - 1]) && text[start - 2] == '.' && char.IsLetter(text[start - 3])
            && (start == 3 || !Letters.IsWordPart(text[start - 4])))
        {
            Span<char> both = [text[start - 3], '.', letters[0], .. letters.Length > 1 ? letters[1..] : []];
            if (Known.TryGetValue(both, out var kind))
                return kind;
        }
        return letters.Length == 1 && Letters.IsInitial(letters[0])
            ? AbbreviationKind.Anywhere
            : AbbreviationKind.None;
    }

    private static bool IsShortPair(ReadOnlySpan<char> letters) =>
        letters.Length == 2 && !letters.Contains('.') && char.IsLetter(letters[0]);

    /// <summary>"U.S", "Ph.D", "e.V": parts of one or two letters. "node.js" and "example.com" have longer ones.</summary>
    private static bool IsDotted(ReadOnlySpan<char> letters)
    {
        if (!letters.Contains('.'))
            return false;
        foreach (var part in letters.Split('.'))
        {
            if (letters[part].Length is 0 or > LongestPartOfDotted)
                return false;
        }
        return true;
    }

    private static Dictionary<string, AbbreviationKind> Table()
    {
        var table = new Dictionary<string, AbbreviationKind>(StringComparer.Ordinal);
        Add(AbbreviationKind.Leads, AbbreviationTable.Leads);
        Add(AbbreviationKind.BeforeNumber, AbbreviationTable.BeforeNumber);
        Add(AbbreviationKind.Time, AbbreviationTable.Time);
        Add(AbbreviationKind.Anywhere, AbbreviationTable.Anywhere);
        Add(AbbreviationKind.EndsBeforeCapital, AbbreviationTable.EndsBeforeCapital);
        return table;

        void Add(AbbreviationKind kind, string words)
        {
            foreach (var word in words.Split(' '))
                table.Add(word, kind);
        }
    }
}
