using System.Collections.Frozen;
using System.Globalization;

namespace Speeko.Speech.Text;

/// <summary>
/// What Unicode knows of characters that can be written in several ways. A table of our own, for .NET without ICU takes every
/// text for normalized, and with ICU the machine's version would decide.
/// </summary>
internal static class CanonicalTable
{
    /// <summary>Below it no character combines with, or becomes, another.</summary>
    private const int FirstOfInterest = 0x300;

    private const int Leads = 0x1100, Vowels = 0x1161, Trails = 0x11A7, Syllables = 0xAC00;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28, SyllableCount = LeadCount * VowelCount * TrailCount;

    private static readonly FrozenDictionary<int, int[]> Decompositions;
    private static readonly FrozenDictionary<(int, int), int> Compositions;
    private static readonly FrozenDictionary<int, int> Classes;
    private static readonly FrozenSet<int> Unsettled;

    static CanonicalTable()
    {
        var (whole, pairs, classes) = (new Dictionary<int, int[]>(), new Dictionary<(int, int), int>(), new Dictionary<int, int>());
        using var reader = new StreamReader(typeof(CanonicalTable).Assembly.GetManifestResourceStream("canonical.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
                Read(line, whole, pairs, classes);
        }

        Decompositions = whole.ToFrozenDictionary();
        Compositions = pairs.ToFrozenDictionary();
        Classes = classes.ToFrozenDictionary();
        Unsettled = whole.Keys.Except(pairs.Values).Concat(classes.Keys).Concat(pairs.Keys.Select(pair => pair.Item2))
            .Concat(Enumerable.Range(Vowels, VowelCount)).Concat(Enumerable.Range(Trails + 1, TrailCount - 1)).ToFrozenSet();
    }

    /// <summary>Whether it may be other than it stands: by itself, or together with what is before it.</summary>
    public static bool IsUnsettled(int codePoint) => codePoint >= FirstOfInterest && Unsettled.Contains(codePoint);

    /// <summary>Order among the marks of one letter; 0 for what is no such mark.</summary>
    public static int ClassOf(int codePoint) => Classes.GetValueOrDefault(codePoint);

    /// <summary>Adds the parts of a character, or itself when it has none.</summary>
    public static void Decompose(int codePoint, List<int> parts)
    {
        if (codePoint is >= Syllables and < Syllables + SyllableCount)
        {
            var syllable = codePoint - Syllables;
            parts.Add(Leads + (syllable / (VowelCount * TrailCount)));
            parts.Add(Vowels + (syllable / TrailCount % VowelCount));
            if (syllable % TrailCount > 0)
                parts.Add(Trails + (syllable % TrailCount));
        }
        else if (Decompositions.TryGetValue(codePoint, out var known))
        {
            foreach (var part in known)
                Decompose(part, parts);
        }
        else
        {
            parts.Add(codePoint);
        }
    }

    /// <summary>The one character that two make, or null.</summary>
    public static int? Compose(int first, int second)
    {
        if (first is >= Leads and < Leads + LeadCount && second is >= Vowels and < Vowels + VowelCount)
            return Syllables + ((((first - Leads) * VowelCount) + (second - Vowels)) * TrailCount);
        if (first is >= Syllables and < Syllables + SyllableCount && (first - Syllables) % TrailCount == 0
            && second is > Trails and < Trails + TrailCount)
        {
            return first + (second - Trails);
        }

        return Compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static void Read(
        string line, Dictionary<int, int[]> whole, Dictionary<(int, int), int> pairs, Dictionary<int, int> classes)
    {
        var sign = line.AsSpan().IndexOfAny(":>-");
        var first = Hex(line[..sign]);
        if (line[sign] == '-')
        {
            var range = line[(sign + 1)..].Split('=');
            for (var codePoint = first; codePoint <= Hex(range[0]); codePoint++)
                classes[codePoint] = int.Parse(range[1], CultureInfo.InvariantCulture);
            return;
        }

        int[] parts = [.. line[(sign + 1)..].Split(' ').Select(Hex)];
        whole[first] = parts;
        if (line[sign] == ':')
            pairs[(parts[0], parts[1])] = first;
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
