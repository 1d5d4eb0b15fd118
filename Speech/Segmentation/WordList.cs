using System.Collections.Frozen;

namespace Speeko.Speech.Segmentation;

/// <summary>Words written in one line, to be looked up without making strings.</summary>
internal sealed class WordList
{
    private WordList(FrozenSet<string> words) => Lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();

    public FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }

    public static WordList Of(string words) => new(words.Split(' ').ToFrozenSet(StringComparer.Ordinal));
}
