using Speeko.Cli.Text;
using Speeko.Client;

namespace Speeko.Cli.Audio;

/// <summary>
/// Speaks a text of any length, and takes it down:
/// <code>
/// text → feed → server → audio → file
///        (1)              (2)
/// </code>
/// The text goes in while the audio comes out; marks tell how far the voice is.
/// </summary>
internal sealed class Narration(SpeekoClient client, SpeechSettings settings, TimeProvider time)
{
    public async Task RunAsync(TextSource source, AudioTarget target, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        await using var connection = await client.ConnectAsync(stop);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var file = target.Open();

        // 1. Behind the back of 2, which ends when this fails.
        var feed = new TextFeed(connection, settings with { WithMarks = true }, source);
        var feeding = feed.RunAsync(end);
        try
        {
            // 2. Until the one utterance is complete.
            await NarrationProgress.ShowAsync(
                source.Length, progress => ReceiveAsync(connection, feed, file, progress, end.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await feeding;
        }
        catch (OperationCanceledException) when (!file.IsEmpty)
        {
            throw new CommandFailure(
                $"Interrupted; the first {file.Duration.TotalSeconds:0.0} s of audio are in {target.Name}.",
                CommandFailure.Interrupted);
        }
        finally
        {
            await end.CancelAsync();
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Console.Error.WriteLineAsync(
            $"{target.Name}: {file.Duration.TotalSeconds:0.0} s of audio in {time.GetElapsedTime(began).TotalSeconds:0.0} s");
    }

    private static async Task ReceiveAsync(
        SpeechConnection connection,
        TextFeed feed,
        AudioFile file,
        Action<long, TimeSpan> progress,
        CancellationToken cancellationToken)
    {
        await foreach (var happened in connection.ReadAsync(cancellationToken))
        {
            switch (happened)
            {
                case SpeechMark mark:
                    feed.Advance(mark);
                    break;
                case SpeechChunk chunk:
                    await file.WriteAsync(chunk);
                    progress(feed.SpokenChars, file.Duration);
                    break;
                case SpeechFailed { Error: var error }:
                    throw new SpeechException(error);
                case SpeechCompleted:
                    return;
            }
        }

        throw new SpeechException(new SpeechError(
            SpeechErrorCodes.ConnectionLost, "The server ended the connection before the speech was complete."));
    }
}
