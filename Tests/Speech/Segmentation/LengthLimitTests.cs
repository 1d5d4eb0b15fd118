using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Speech.Segmentation;

/// <summary>A sentence that never ends is cut where it hurts least.</summary>
public sealed class LengthLimitTests
{
    private const int Limit = 40;

    [Theory]
    [InlineData("one, two three four five six seven |eight nine ten eleven")]
    [InlineData("one, two three four five, |six seven eight nine ten")]
    [InlineData("one, two three four! |six seven eight nine ten e.")]
    public void Behind_a_clause_first_then_behind_a_word(string rule)
    {
        var expected = rule.Split('|');
        Assert.Equal(expected, Raw(rule.Replace("|", "")));
    }

    [Fact]
    public void A_comma_without_a_space_is_one_of_a_number_unless_it_is_wide()
    {
        Assert.Equal(40, Raw(new string('7', 30) + ",000,000,000,000")[0].Length);
        Assert.Equal(31, Raw(new string('字', 30) + "，" + new string('字', 30))[0].Length);
    }

    [Fact]
    public void Without_a_word_between_two_text_elements()
    {
        Assert.All(Raw(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 20))), raw => Assert.Equal(0, raw.Length % 11));
        Assert.All(Raw(string.Concat(Enumerable.Repeat("e\u0301\u0302", 50))), raw => Assert.Equal('e', raw[0]));
        Assert.All(Raw("x" + string.Concat(Enumerable.Repeat("😀", 100))), raw => Assert.False(char.IsLowSurrogate(raw[0])));
    }

    [Fact]
    public void A_hundred_thousand_characters_without_a_stop_come_out_while_they_go_in()
    {
        var segmenter = new SentenceSegmenter();
        var sentences = new List<Sentence>();
        var emitted = 0;
        for (var index = 0; index < 100_000; index++)
        {
            segmenter.Append(index % 7 == 6 ? " " : "x", sentences);
            emitted += sentences.Sum(sentence => sentence.Raw.Length);
            sentences.Clear();
            Assert.InRange(index + 1 - emitted, 0, SentenceSegmenter.DefaultMaxSentenceChars);
        }
    }

    [Fact]
    public void A_limit_too_small_to_speak_with_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SentenceSegmenter(SentenceSegmenter.LeastMaxSentenceChars - 1));

    private static string[] Raw(string text) => [.. Segmented.Whole(text, Limit).Select(sentence => sentence.Raw)];
}
