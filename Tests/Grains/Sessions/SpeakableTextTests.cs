using CsCheck;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Sessions;

namespace Speeko.Tests.Grains.Sessions;

public sealed class SpeakableTextTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf<char>(
        Gen.Char, Gen.Char['\uD800', '\uDFFF'], Gen.Char['\0', '\u00A0']).Array[0, 30].Select(chars => new string(chars));

    [Fact]
    public void Clean_text_has_its_length_and_nothing_that_an_engine_could_choke_on() => AnyText.Sample(text =>
    {
        var clean = SpeakableText.Clean(text);

        Assert.Equal(text.Length, clean.Length);
        Assert.DoesNotContain(clean, c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
        for (var i = 0; i < clean.Length; i++)
        {
            if (char.IsHighSurrogate(clean[i]))
                Assert.True(++i < clean.Length && char.IsLowSurrogate(clean[i]), "a high surrogate stands alone");
            else
                Assert.False(char.IsLowSurrogate(clean[i]), "a low surrogate stands alone");
        }
    });

    [Fact]
    public void Clean_changes_no_character_that_is_fit() => AnyText.Sample(text =>
    {
        var clean = SpeakableText.Clean(text);

        Assert.Equal(clean, SpeakableText.Clean(clean));
        for (var i = 0; i < text.Length; i++)
            Assert.True(clean[i] == text[i] || char.IsSurrogate(text[i]) || char.IsControl(text[i]), $"character {i}");
    });

    [Fact]
    public void Controls_become_spaces_and_half_characters_the_replacement_character()
    {
        Assert.Equal("a b c", SpeakableText.Clean("a\0b\u0085c"));
        Assert.Equal("a\uFFFDb", SpeakableText.Clean("a\uD83Db"));
        Assert.Equal("\uFFFD\uD83D\uDE00\uFFFD", SpeakableText.Clean("\uDE00\uD83D\uDE00\uD83D"));
        Assert.Equal("line\r\n\tnext", SpeakableText.Clean("line\r\n\tnext"));
    }

    [Theory]
    [InlineData("Hello")]
    [InlineData("7")]
    [InlineData("漢")]
    [InlineData("...x")]
    [InlineData("€")]
    [InlineData("100%")]
    [InlineData("&")]
    [InlineData("😀")]
    public void What_can_be_said_passes(string text) => Assert.Null(SpeakableText.Check(text));

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("... !?")]
    [InlineData("\u200B\u0301")]
    [InlineData("\uFFFD")]
    public void What_would_be_silence_is_told_in_advance(string text)
    {
        var error = SpeakableText.Check(text);

        Assert.Equal((SpeechErrorCode.NothingToSpeak, "text"), (error?.Code, error?.Field));
    }
}
