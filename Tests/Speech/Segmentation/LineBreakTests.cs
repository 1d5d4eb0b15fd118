using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Speech.Segmentation;

/// <summary>What line breaks say.</summary>
public sealed class LineBreakTests
{
    [Theory]
    [InlineData("A title\n\n|Then the text")]
    [InlineData("A title\r\n \t\r\n|Then the text\u2029|And more\f|The end")]
    [InlineData("Signed, Dr.\n\n|The next letter")]
    [InlineData("(never closed. Still open\n\n|Then the text")]
    public void An_empty_line_ends_a_sentence_without_a_stop(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("These lines are\nwrapped. |They go\non. |Really\nTrue.")]
    [InlineData("これは父の\n家です。")]
    public void A_single_line_break_is_white_space(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("# A heading\n|Then the text.\n|## Another\n|More text")]
    [InlineData("— Привет.\n|— Здравствуй.")]
    [InlineData("So etc.\n|- an item\n-5 degrees")]
    public void Headings_items_and_turns_have_lines_of_their_own(string rule) => Segmented.Expect(rule);

    [Fact]
    public void An_empty_line_is_certain_at_once()
    {
        var sentences = new List<Sentence>();
        new SentenceSegmenter().Append("Let me look that up\n\n", sentences);

        Assert.Equal("Let me look that up\n\n", Assert.Single(sentences).Raw);
    }
}
