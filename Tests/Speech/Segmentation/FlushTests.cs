using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Speech.Segmentation;

/// <summary>The writer fell silent: what has come is spoken, and the text may go on.</summary>
public sealed class FlushTests
{
    private readonly SentenceSegmenter _segmenter = new();
    private readonly List<Sentence> _sentences = [];

    [Fact]
    public void Half_a_sentence_comes_out_and_the_other_half_follows()
    {
        _segmenter.Append("Let me think", _sentences);
        _segmenter.Flush(_sentences);
        _segmenter.Append(" about it. Done", _sentences);
        _segmenter.Flush(_sentences);

        Assert.Equal(
            [new Sentence(0, "Let me think"), new Sentence(12, " about it. "), new Sentence(23, "Done")],
            _sentences);
    }

    [Fact]
    public void What_waited_for_more_is_decided_by_what_there_is()
    {
        _segmenter.Append("I live in the U.S. How", _sentences);
        Assert.Empty(_sentences);

        _segmenter.Flush(_sentences);

        Assert.Equal(["I live in the U.S.", "How"], _sentences.Select(sentence => sentence.Spoken));
    }

    [Fact]
    public void Nothing_comes_of_nothing()
    {
        _segmenter.Flush(_sentences);
        _segmenter.Append("", _sentences);
        _segmenter.Flush(_sentences);

        Assert.Empty(_sentences);
    }
}
