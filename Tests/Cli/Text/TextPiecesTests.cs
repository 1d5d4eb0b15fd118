using Speeko.Cli.Text;

namespace Speeko.Tests.Cli.Text;

public sealed class TextPiecesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("One. Two. Three")]
    [InlineData("  \n ")]
    public async Task The_pieces_joined_are_the_text(string text) => Assert.Equal(text, string.Concat(await PiecesAsync(text)));

    [Fact]
    public async Task A_long_text_is_cut_where_sentences_end()
    {
        var text = string.Join(' ', Enumerable.Range(0, 10_000).Select(i => $"This is sentence {i}."));

        var pieces = await PiecesAsync(text);

        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, TextPieces.MostChars));
        Assert.All(pieces, piece => Assert.EndsWith(".", piece.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sentence_that_does_not_end_is_cut_at_spaces()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 20_000));

        var pieces = await PiecesAsync(text);

        Assert.Equal(text, string.Concat(pieces));
        Assert.True(pieces.Count > 1);
        Assert.All(pieces, piece => Assert.EndsWith(" ", piece, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_character_is_cut_in_two()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("🎧", TextPieces.MostChars));

        var pieces = await PiecesAsync(text);

        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, piece => Assert.False(char.IsHighSurrogate(piece[^1])));
    }

    private static async Task<List<string>> PiecesAsync(string text)
    {
        using var reader = new StringReader(text);
        var pieces = new List<string>();
        await foreach (var piece in TextPieces.ReadAsync(reader, CancellationToken.None))
            pieces.Add(piece);
        return pieces;
    }
}
