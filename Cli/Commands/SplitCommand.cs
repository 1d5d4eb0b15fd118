using System.CommandLine;
using Speeko.Cli.Text;
using Speeko.Speech.Segmentation;

namespace Speeko.Cli.Commands;

/// <summary><c>speeko split</c>: the sentences of a text as the cluster sees them. Needs no server.</summary>
internal static class SplitCommand
{
    private const int BlockChars = 4096;

    public static Command Create(StopSignals signals)
    {
        var text = new Argument<string?>("text") { Description = "The text.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file", "-f")
        {
            Description = "Split the text of a file; - or nothing at all for standard input.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json")
        {
            Description = "One JSON object per line: offset and length in UTF-16 characters, and the text.",
        };
        var command = new Command("split", "Print the sentences of a text, one per line.") { text, file, json };
        command.SetAction(async (parsed, _) =>
        {
            using var source = TextSource.Open(parsed.GetValue(text), parsed.GetValue(file));
            await SplitAsync(source.Reader, SentenceLines.Create(parsed.GetValue(json)), Console.Out, signals.Stop);
        });
        return command;
    }

    private static async Task SplitAsync(
        TextReader text, Func<Sentence, string> format, TextWriter output, CancellationToken cancellationToken)
    {
        var segmenter = new SentenceSegmenter();
        var sentences = new List<Sentence>();
        var block = new char[BlockChars];
        int length;
        while ((length = await text.ReadAsync(block, cancellationToken).AsTask().WaitAsync(cancellationToken)) > 0)
        {
            segmenter.Append(block.AsSpan(0, length), sentences);
            Print();
        }

        segmenter.Flush(sentences);
        Print();

        void Print()
        {
            foreach (var sentence in sentences.Where(sentence => sentence.Spoken.Length > 0))
                output.WriteLine(format(sentence));
            sentences.Clear();
        }
    }
}
