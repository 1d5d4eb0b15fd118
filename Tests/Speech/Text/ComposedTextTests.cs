using CsCheck;
using Speeko.Speech.Text;

namespace Speeko.Tests.Speech.Text;

/// <summary>The expected forms are those of another implementation of UAX #15.</summary>
public sealed class ComposedTextTests
{
    /// <summary>Letters, marks of several classes, parts of syllables, and what decomposes by itself.</summary>
    private static readonly Gen<string> AnyText = Gen.OneOf(
        "a", "e", "é", "ệ", " ", ".", "\u0301", "\u0323", "\u0302", "\u0327", "\u1100", "\u1161", "\u11A8", "가", "각",
        "\u212B", "\u0958", "\U0001D15E", "\U000110AB", "\u0344", "א", "\u05B8", "語", "🙂").Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("Plain text, straße, naïve.", "Plain text, straße, naïve.")]
    [InlineData("Cafe\u0301", "Café")]
    [InlineData("Vie\u0323\u0302t", "Việt")]
    [InlineData("Vie\u0302\u0323t", "Việt")]
    [InlineData("Viê\u0323t", "Việt")]
    [InlineData("ḋ\u0323", "ḍ\u0307")]
    [InlineData("\u212Bngstro\u0308m", "Ångström")]
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "한글")]
    [InlineData("가\u11A8", "각")]
    [InlineData("ガ", "ガ")]
    [InlineData("\u0958", "क\u093C")]
    [InlineData("\u05E9\u05BC\u05C1", "\u05E9\u05BC\u05C1")]
    [InlineData("\u0301lone", "\u0301lone")]
    [InlineData("й", "й")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("", "")]
    public void The_same_words_are_the_same_characters(string typed, string composed) =>
        Assert.Equal(composed, ComposedText.Of(typed).Text);

    [Fact]
    public void What_is_composed_stays_as_it_is() => AnyText.Sample(text =>
    {
        var composed = ComposedText.Of(text).Text;
        Assert.True(ComposedText.Of(composed).IsAsTyped);
        Assert.Equal(composed, ComposedText.Of(composed).Text);
    });

    [Fact]
    public void Texts_beside_each_other_do_not_touch_where_a_letter_begins() => Gen.Select(AnyText, AnyText).Sample(
        (one, other) => Assert.Equal(ComposedText.Of(one).Text + "語" + ComposedText.Of(other).Text, ComposedText.Of(one + "語" + other).Text));

    [Fact]
    public void The_way_back_goes_from_start_to_end_and_never_backwards() => AnyText.Sample(text =>
    {
        var composed = ComposedText.Of(text);
        int[] origins = [.. Enumerable.Range(0, composed.Text.Length + 1).Select(composed.OriginOf)];
        Assert.Equal(0, origins[0]);
        Assert.Equal(text.Length, origins[^1]);
        Assert.Equal(origins.Order(), origins);
    });

    [Fact]
    public void Every_word_is_found_again_where_it_was_typed()
    {
        const string Typed = "Vie\u0323\u0302t Nam, cafe\u0301 et \u1112\u1161\u11AB\u1100\u1173\u11AF!";
        var composed = ComposedText.Of(Typed);

        foreach (var (word, typed) in new[] { ("Việt", "Vie\u0323\u0302t"), ("Nam", "Nam"), ("café", "cafe\u0301"), ("et", "et"), ("한글", "\u1112\u1161\u11AB\u1100\u1173\u11AF") })
        {
            var at = composed.Text.IndexOf(word, StringComparison.Ordinal);
            Assert.Equal(typed, Typed[composed.OriginOf(at)..composed.OriginOf(at + word.Length)]);
        }
    }
}
