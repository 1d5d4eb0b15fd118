using Speeko.Client;

namespace Speeko.Cli.Text;

/// <summary>Sends a text of any length to a server as one utterance, never so far ahead of the voice that it would be refused.</summary>
internal sealed class TextFeed(SpeechConnection connection, SpeechSettings settings, TextSource source)
{
    private readonly TextLead _lead = new();

    public long SpokenChars => _lead.SpokenChars;

    /// <summary>The voice has come this far.</summary>
    public void Advance(SpeechMark mark) => _lead.Advance(mark.TextOffset);

    /// <summary>Cancels <paramref name="end"/> when the text can't be sent: nobody needs to wait for audio any more.</summary>
    public async Task RunAsync(CancellationTokenSource end)
    {
        try
        {
            // What fits in a message goes whole, so that the server can judge it as a whole.
            if (source.Length is <= TextPieces.MostChars)
                await SendWholeAsync(end.Token);
            else
                await SendPiecesAsync(end.Token);
        }
        catch
        {
            await end.CancelAsync();
            throw;
        }
    }

    private async Task SendWholeAsync(CancellationToken cancellationToken) => await connection.SpeakAsync(
        await source.Reader.ReadToEndAsync(cancellationToken), settings, cancellationToken);

    private async Task SendPiecesAsync(CancellationToken cancellationToken)
    {
        await foreach (var piece in TextPieces.ReadAsync(source.Reader, cancellationToken))
        {
            await _lead.WaitAsync(piece.Length, cancellationToken);
            await connection.AppendAsync(piece, settings, cancellationToken);
        }

        if (_lead.SentChars == 0)
            throw new CommandFailure("The text is empty.");
        await connection.FlushAsync(cancellationToken);
    }
}
