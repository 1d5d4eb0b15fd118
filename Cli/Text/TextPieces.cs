using System.Runtime.CompilerServices;
using System.Text;
using Speeko.Speech.Segmentation;

namespace Speeko.Cli.Text;

/// <summary>
/// Cuts a text into pieces that one message may carry. The cuts are ends of sentences, so that a pause between two messages
/// breaks no sentence apart; only a sentence longer than a piece is cut at a space.
/// </summary>
internal static class TextPieces
{
    /// <summary>A server takes 131,072 characters in one message.</summary>
    public const int MostChars = 32_768;

    private const int BlockChars = 4096;

    /// <summary>The pieces, joined, are the text. What has come is passed on when no more is there yet.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(
        TextReader text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var segmenter = new SentenceSegmenter();
        var sentences = new List<Sentence>();
        var piece = new StringBuilder();
        var block = new char[BlockChars];
        int length;
        do
        {
            // A read of a terminal or a pipe can't be cancelled; it is left behind.
            length = await text.ReadAsync(block, cancellationToken).AsTask().WaitAsync(cancellationToken);
            if (length > 0)
                segmenter.Append(block.AsSpan(0, length), sentences);
            else
                segmenter.Flush(sentences);
            foreach (var part in sentences.SelectMany(sentence => Parts(sentence.Raw)))
            {
                if (piece.Length > 0 && piece.Length + part.Length > MostChars)
                    yield return Take(piece);
                piece.Append(part);
            }

            sentences.Clear();
            if (piece.Length > 0 && length < block.Length)
                yield return Take(piece);
        }
        while (length > 0);
    }

    private static string Take(StringBuilder piece)
    {
        var text = piece.ToString();
        piece.Clear();
        return text;
    }

    private static IEnumerable<string> Parts(string sentence)
    {
        while (sentence.Length > MostChars)
        {
            var space = sentence.LastIndexOf(' ', MostChars - 1);
            var cut = space > 0 ? space + 1 : MostChars;
            if (char.IsHighSurrogate(sentence[cut - 1]))
                cut--;
            yield return sentence[..cut];
            sentence = sentence[cut..];
        }

        yield return sentence;
    }
}
