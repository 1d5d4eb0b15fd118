using System.Text;

namespace Speeko.Tests.EndToEnd.Commands;

[Collection(EmbeddedClusterCollection.Name)]
public sealed class SayTests(EmbeddedClusterCollection.Fixture fixture) : IDisposable
{
    private const string Sentence = "The night train follows a long winding road near the old lighthouse.";

    private readonly string _url = fixture.Cluster.Urls[1].ToString();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("speeko-say-");

    private string Wav => Path.Combine(_folder.FullName, "said.wav");

    [Fact]
    public async Task Says_a_sentence_into_a_file()
    {
        var (code, output, errors) = await SayAsync(Sentence, "-o", Wav);

        Assert.True(code == 0, errors);
        Assert.Empty(output);
        Assert.InRange(new WavFile(Wav).Seconds, 2.5, 6);
    }

    [Fact]
    public async Task Twice_the_rate_takes_half_the_time()
    {
        Assert.Equal(0, (await SayAsync(Sentence, "-o", Wav, "--rate", "2", "--voice", "en-gb")).ExitCode);

        Assert.InRange(new WavFile(Wav).Seconds, 1.2, 3);
    }

    [Fact]
    public async Task Says_a_file_that_is_longer_than_a_message_may_be()
    {
        const int sentences = 3000;
        var book = Path.Combine(_folder.FullName, "book.txt");
        await File.WriteAllTextAsync(book, string.Join('\n', Enumerable.Range(0, sentences).Select(i => $"This is sentence {i % 7} of the book in your hand.")));
        Assert.True(new FileInfo(book).Length > 131_072);

        var (code, _, errors) = await SayAsync("-f", book, "-o", Wav, "--rate", "4");

        Assert.True(code == 0, errors);
        Assert.InRange(new WavFile(Wav).Seconds, sentences * 0.4, sentences * 2.0);
    }

    [Fact]
    public async Task Says_what_comes_in_on_standard_input()
    {
        await using var say = SpeekoCommand.Start("say", "-f", "-", "-o", Wav, "--url", _url);
        await say.WriteAsync("One. Two", isLast: false);
        await say.WriteAsync(", and three.", isLast: true);

        Assert.Equal(0, await say.ExitCodeAsync(SpeekoCommand.Limit));
        Assert.InRange(new WavFile(Wav).Seconds, 0.8, 4);
    }

    [Fact]
    public async Task An_interrupt_keeps_what_has_been_spoken()
    {
        await using var say = SpeekoCommand.Start("say", "-f", "-", "-o", Wav, "--url", _url);
        await say.WriteAsync($"{Sentence} And", isLast: false);
        await Eventually.TrueAsync(() => File.Exists(Wav), SpeekoCommand.Limit, () => say.Errors);

        say.Signal(ProcessTable.Interrupt);

        Assert.Equal(130, await say.ExitCodeAsync(SpeekoCommand.Limit));
        Assert.StartsWith("speeko: Interrupted; the first ", say.Errors, StringComparison.Ordinal);
        Assert.InRange(new WavFile(Wav).Seconds, 0.01, 6);
    }

    [Theory]
    [InlineData("voice_id", "--voice", "nobody")]
    [InlineData("speaking_rate", "--rate", "9")]
    [InlineData("API key", "--key", "wrong")]
    [InlineData("No server can be reached at http://127.0.0.1:9/", "--url", "http://127.0.0.1:9")]
    [InlineData("--url must be", "--url", "nonsense")]
    public async Task What_can_not_be_served_is_one_line_and_touches_no_file(string said, string option, string value)
    {
        await File.WriteAllTextAsync(Wav, "precious");
        string[] url = option == "--url" ? [] : ["--url", _url];

        var (code, _, errors) = await SpeekoCommand.RunAsync(["say", "Hello.", "-o", Wav, option, value, .. url]);

        Assert.Equal(1, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
        Assert.Equal("precious", await File.ReadAllTextAsync(Wav, Encoding.UTF8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("... !")]
    public async Task Nothing_to_say_is_an_error(string text)
    {
        Assert.Equal(1, (await SayAsync(text, "-o", Wav)).ExitCode);
        Assert.False(File.Exists(Wav));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<(int ExitCode, string Output, string Errors)> SayAsync(params string[] arguments) =>
        SpeekoCommand.RunAsync(["say", "--url", _url, .. arguments]);
}
