namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>A text and the language that it is to be read in.</summary>
internal sealed record SpokenText(string Text, string Language)
{
    /// <summary>Characters as a keyboard makes them: one by one, but never half of one.</summary>
    public IEnumerable<string> ByCharacter() => Text.EnumerateRunes().Select(rune => rune.ToString());

    /// <summary>Pieces of 1 to 4 characters, as a language model makes them, or words with the space before them.</summary>
    public IEnumerable<string> ByToken(Random random) => random.Next(2) == 0 ? ByWord() : InBits(random);

    private IEnumerable<string> ByWord()
    {
        var start = 0;
        for (var i = 1; i < Text.Length; i++)
        {
            if (Text[i] != ' ')
                continue;
            yield return Text[start..i];
            start = i;
        }

        yield return Text[start..];
    }

    private IEnumerable<string> InBits(Random random)
    {
        string[] characters = [.. ByCharacter()];
        for (int i = 0, length; i < characters.Length; i += length)
        {
            length = Math.Min(random.Next(1, 5), characters.Length - i);
            yield return string.Concat(characters.AsSpan(i, length)!);
        }
    }
}
