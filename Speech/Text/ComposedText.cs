using System.Text;

namespace Speeko.Speech.Text;

/// <summary>
/// A text in Unicode's composed form (NFC), in which the same words are the same characters however they were typed, and
/// the way back: where in the text as it came each character stood.
/// </summary>
public sealed class ComposedText
{
    private readonly int[]? _origins;

    private ComposedText(string text, int[]? origins) => (Text, _origins) = (text, origins);

    public string Text { get; }

    /// <summary>It came in composed form, as nearly all text does.</summary>
    public bool IsAsTyped => _origins is null;

    /// <param name="source">Well-formed UTF-16.</param>
    public static ComposedText Of(string source)
    {
        if (!NeedsWork(source))
            return new ComposedText(source, origins: null);
        var (text, origins, cluster) = (new StringBuilder(source.Length), new List<int>(source.Length + 1), new List<int>());
        for (var (start, end) = (0, 0); start < source.Length; start = end)
        {
            end = EndOfCluster(source, start);
            var before = text.Length;
            AppendComposed(source.AsSpan(start, end - start), cluster, text);
            for (var i = 0; i < text.Length - before; i++)
                origins.Add(Math.Min(start + i, end));
        }

        origins.Add(source.Length);
        var composed = text.ToString();
        return composed == source ? new ComposedText(source, origins: null) : new ComposedText(composed, [.. origins]);
    }

    /// <summary>Where the source of the character at <paramref name="offset"/> starts; both in UTF-16 units, ends included.</summary>
    public int OriginOf(int offset) => _origins is null ? offset : _origins[Math.Clamp(offset, 0, _origins.Length - 1)];

    private static bool NeedsWork(string source)
    {
        foreach (var rune in source.EnumerateRunes())
        {
            if (CanonicalTable.IsUnsettled(rune.Value))
                return true;
        }

        return false;
    }

    /// <summary>A cluster is a settled character and the unsettled ones behind it: nothing acts across its ends.</summary>
    private static int EndOfCluster(string source, int start)
    {
        var end = start;
        do
        {
            Rune.DecodeFromUtf16(source.AsSpan(end), out var _, out var length);
            end += length;
        }
        while (end < source.Length && CanonicalTable.IsUnsettled(CodePointAt(source, end)));
        return end;
    }

    private static int CodePointAt(string source, int index)
    {
        Rune.DecodeFromUtf16(source.AsSpan(index), out var rune, out var _);
        return rune.Value;
    }

    private static void AppendComposed(ReadOnlySpan<char> cluster, List<int> parts, StringBuilder text)
    {
        parts.Clear();
        foreach (var rune in cluster.EnumerateRunes())
            CanonicalTable.Decompose(rune.Value, parts);
        foreach (var codePoint in Compose(InOrder(parts)))
            text.Append(new Rune(codePoint).ToString());
    }

    /// <summary>Marks of one letter by their class; those of the same class stay as they stand.</summary>
    private static List<int> InOrder(List<int> parts)
    {
        var ordered = new List<int>(parts.Count);
        for (var i = 0; i < parts.Count;)
        {
            var marks = parts.Skip(i).TakeWhile(part => CanonicalTable.ClassOf(part) > 0).ToList();
            ordered.AddRange(marks.OrderBy(CanonicalTable.ClassOf));
            i += marks.Count;
            if (i < parts.Count)
                ordered.Add(parts[i++]);
        }

        return ordered;
    }

    /// <summary>UAX #15: a character joins the last letter unless one between them, of its class or above, is in the way.</summary>
    private static List<int> Compose(List<int> parts)
    {
        var composed = new List<int>(parts.Count);
        var (letter, previousClass) = (-1, -1);
        foreach (var part in parts)
        {
            var itsClass = CanonicalTable.ClassOf(part);
            var isNext = letter == composed.Count - 1;
            if (letter >= 0 && (isNext || previousClass < itsClass) && CanonicalTable.Compose(composed[letter], part) is { } both)
            {
                composed[letter] = both;
                continue;
            }

            if (itsClass == 0)
                letter = composed.Count;
            previousClass = itsClass;
            composed.Add(part);
        }

        return composed;
    }
}
