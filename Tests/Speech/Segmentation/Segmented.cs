using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Speech.Segmentation;

/// <summary>The sentences of a text that was fed in a certain way.</summary>
internal static class Segmented
{
    public static List<Sentence> Whole(string text, int maxChars = SentenceSegmenter.DefaultMaxSentenceChars) =>
        InChunks(text, _ => text.Length, maxChars);

    public static List<Sentence> ByCharacter(string text, int maxChars = SentenceSegmenter.DefaultMaxSentenceChars) =>
        InChunks(text, _ => 1, maxChars);

    /// <param name="text">The text.</param>
    /// <param name="lengthAt">How many characters to feed next, given the offset; at least 1.</param>
    /// <param name="maxChars">Limit of a sentence.</param>
    public static List<Sentence> InChunks(string text, Func<int, int> lengthAt, int maxChars)
    {
        var segmenter = new SentenceSegmenter(maxChars);
        var sentences = new List<Sentence>();
        for (var offset = 0; offset < text.Length;)
        {
            var length = Math.Clamp(lengthAt(offset), 1, text.Length - offset);
            segmenter.Append(text.AsSpan(offset, length), sentences);
            offset += length;
        }
        segmenter.Flush(sentences);
        return sentences;
    }

    /// <summary>Whole and by the character, the text falls apart where the rule has a "|" and nowhere else.</summary>
    public static void Expect(string rule)
    {
        string[] expected = [.. rule.Split('|').Select(sentence => sentence.Trim())];
        var text = rule.Replace("|", "");
        Assert.Equal(expected, Spoken(text));
        Assert.Equal(Whole(text), ByCharacter(text));
    }

    public static string[] Spoken(string text) =>
        [.. Whole(text).Select(sentence => sentence.Spoken).Where(spoken => spoken.Length > 0)];
}
