using System.Text.Json;

namespace Speeko.Tests.EndToEnd.Commands;

/// <summary>Needs no cluster.</summary>
public sealed class SplitTests
{
    [Fact]
    public async Task Prints_one_sentence_per_line()
    {
        var (code, output, errors) = await SpeekoCommand.RunAsync("split", "Is it late?\nThe train\n  leaves soon. Hurry!");

        Assert.True(code == 0, errors);
        Assert.Equal("Is it late?\nThe train leaves soon.\nHurry!\n", output);
    }

    [Fact]
    public async Task Tells_in_JSON_where_each_sentence_stands_in_the_text()
    {
        const string text = "Is it late?  The train leaves soon.";
        await using var split = SpeekoCommand.Start("split", "--json");
        await split.WriteAsync(text, isLast: true);

        Assert.Equal(0, await split.ExitCodeAsync(SpeekoCommand.Limit));
        var sentences = split.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(2, sentences.Count);
        Assert.All(sentences, sentence => Assert.Equal(
            sentence.GetProperty("text").GetString(),
            text.Substring(sentence.GetProperty("offset").GetInt32(), sentence.GetProperty("length").GetInt32())));
    }

    [Theory]
    [InlineData("splat")]
    [InlineData("split", "--lines")]
    [InlineData]
    public async Task A_misspelt_command_or_option_is_refused(params string[] arguments)
    {
        var (code, output, errors) = await SpeekoCommand.RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.EndsWith("See speeko --help.\n", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("up", "--help")]
    [InlineData("say", "--help")]
    [InlineData("voices", "--help")]
    [InlineData("split", "--help")]
    public async Task Every_command_answers_help(params string[] arguments)
    {
        var (code, output, _) = await SpeekoCommand.RunAsync(arguments);

        Assert.Equal(0, code);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }
}
