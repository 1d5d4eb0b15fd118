using CsCheck;
using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Speech.Segmentation;

/// <summary>What holds for every text, however it is cut up on its way.</summary>
public sealed class SegmenterPropertyTests
{
    private const int Texts = 20_000;

    private static readonly Gen<int> Limits =
        Gen.OneOf(SentenceSegmenter.LeastMaxSentenceChars, 60, SentenceSegmenter.DefaultMaxSentenceChars);

    [Fact]
    public void No_character_is_lost_invented_or_moved() =>
        Gen.Select(NastyText.Gen, Limits).Sample(
            (text, limit) =>
            {
                var sentences = Segmented.Whole(text, limit);
                Assert.Equal(text, string.Concat(sentences.Select(sentence => sentence.Raw)));
                var offset = 0L;
                foreach (var sentence in sentences)
                {
                    Assert.Equal(offset, sentence.Offset);
                    Assert.NotEmpty(sentence.Raw);
                    offset += sentence.Raw.Length;
                }
            },
            iter: Texts);

    [Fact]
    public void Whole_by_token_and_by_character_give_the_same_sentences() =>
        Gen.Select(NastyText.Gen, Gen.Int[1, 12].Array[1, 20], Limits).Sample(
            (text, lengths, limit) =>
            {
                var whole = Segmented.Whole(text, limit);
                Assert.Equal(whole, Segmented.ByCharacter(text, limit));
                Assert.Equal(whole, Segmented.InChunks(text, offset => lengths[offset % lengths.Length], limit));
            },
            iter: Texts);

    [Fact]
    public void What_was_emitted_stays_whatever_comes_next() =>
        Gen.Select(NastyText.Gen, NastyText.Gen, NastyText.Gen, Limits).Sample(
            (start, oneEnd, otherEnd, limit) =>
            {
                var emitted = new List<Sentence>();
                new SentenceSegmenter(limit).Append(start, emitted);
                Assert.Equal(emitted, Segmented.Whole(start + oneEnd, limit).Take(emitted.Count));
                Assert.Equal(emitted, Segmented.Whole(start + otherEnd, limit).Take(emitted.Count));
            },
            iter: Texts);

    [Fact]
    public void No_sentence_is_longer_than_the_limit_and_none_begins_inside_a_pair() =>
        Gen.Select(NastyText.Gen, Limits).Sample(
            (text, limit) =>
            {
                foreach (var sentence in Segmented.Whole(text, limit))
                {
                    Assert.InRange(sentence.Raw.Length, 1, limit);
                    var start = (int)sentence.Offset;
                    Assert.False(start > 0 && char.IsSurrogatePair(text[start - 1], text[start]));
                }
            },
            iter: Texts);

    [Fact]
    public void White_space_is_a_sentence_of_its_own_only_where_nothing_else_can_take_it() =>
        Gen.Select(NastyText.Gen, Limits).Sample(
            (text, limit) =>
            {
                var sentences = Segmented.Whole(text, limit);
                for (var index = 0; index < sentences.Count - 1; index++)
                {
                    var isLong = sentences[index].Raw.Length > limit / 2;
                    Assert.True(sentences[index].Spoken.Length > 0 || isLong);
                }
            },
            iter: Texts);

    [Fact]
    public void After_a_flush_the_text_goes_on() =>
        Gen.Select(NastyText.Gen, NastyText.Gen).Sample(
            (before, after) =>
            {
                var segmenter = new SentenceSegmenter();
                var sentences = new List<Sentence>();
                segmenter.Append(before, sentences);
                segmenter.Flush(sentences);
                segmenter.Flush(sentences);
                segmenter.Append(after, sentences);
                segmenter.Flush(sentences);

                Assert.Equal(before + after, string.Concat(sentences.Select(sentence => sentence.Raw)));
                Assert.Equal(
                    Segmented.Whole(after).Select(sentence => sentence.Raw),
                    sentences.Where(sentence => sentence.Offset >= before.Length).Select(sentence => sentence.Raw));
            },
            iter: Texts);
}
