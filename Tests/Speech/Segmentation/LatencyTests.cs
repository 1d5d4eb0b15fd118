using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Speech.Segmentation;

/// <summary>How many characters behind the stop have to come before its sentence is out.</summary>
public sealed class LatencyTests
{
    [Theory]
    [InlineData("Hello there. How are you?", 12, 2)]
    [InlineData("Hello there! How are you?", 12, 2)]
    [InlineData("Is it? 5 of them.", 6, 2)]
    [InlineData("He said, \"I am here.\" She was not.", 20, 3)]
    [InlineData("这是一。这是二。", 4, 1)]
    [InlineData("他说：“你好。”我说", 7, 2)]
    [InlineData("सच्चाई यह है। हो", 13, 2)]
    [InlineData("ماذا حدث؟ طرح", 9, 2)]
    [InlineData("It costs $5.20. You pay.", 15, 2)]
    public void Ordinary_prose_needs_the_first_letter_of_the_next_word(string text, int stopEnd, int lookAhead) =>
        Assert.Equal(stopEnd + lookAhead, CharactersUntilFirst(text));

    [Theory]
    [InlineData("I live in the U.S. How about you?", 18, 5)]
    [InlineData("We chose plan B. It worked.", 16, 4)]
    [InlineData("She is 12. Marie is 10.", 10, 7)]
    public void An_abbreviation_needs_the_next_word(string text, int stopEnd, int lookAhead) =>
        Assert.Equal(stopEnd + lookAhead, CharactersUntilFirst(text));

    private static int CharactersUntilFirst(string text)
    {
        var segmenter = new SentenceSegmenter();
        var sentences = new List<Sentence>();
        var fed = 0;
        while (sentences.Count == 0)
            segmenter.Append(text.AsSpan(fed++, 1), sentences);
        return fed;
    }
}
