using System.Net.WebSockets;

namespace Speeko.Client.Wire;

/// <summary>Connects anew to a session whose connection was lost, at any frontend, and says again what did not come through.</summary>
internal sealed class SessionResumption(
    SocketConnector connector, RequestJournal journal, ReadingPosition position, SpeekoClientOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public bool IsWanted => options.ResumeWithin > TimeSpan.Zero;

    public async Task<(SpeechSocket Socket, MissingRequests Said)> RunAsync(Exception loss, CancellationToken cancellationToken)
    {
        if (!IsWanted)
            throw Lost(loss);
        using var timeout = new CancellationTokenSource(options.ResumeWithin, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var last = loss;
        try
        {
            while (true)
            {
                try
                {
                    return await TryAsync(either.Token).ConfigureAwait(false);
                }
                catch (SpeechException exception) when (MayPass(exception.Error))
                {
                    last = exception;
                }

                await Task.Delay(Pause, options.Time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Lost(last);
        }
    }

    public static SpeechException Lost(Exception cause) => new(
        new SpeechError(SpeechErrorCodes.ConnectionLost, $"The connection was lost: {cause.Message}"), cause);

    /// <summary>The cluster may be without a frontend for a moment, or the session without a silo.</summary>
    private static bool MayPass(SpeechError error) =>
        error.Code is SpeechErrorCodes.Unreachable or SpeechErrorCodes.Unavailable or SpeechErrorCodes.ConnectionLost;

    private async Task<(SpeechSocket Socket, MissingRequests Said)> TryAsync(CancellationToken cancellationToken)
    {
        var socket = new SpeechSocket(await connector.ConnectAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            var asked = await JoinAsync(socket, cancellationToken).ConfigureAwait(false);
            var missing = journal.TakeMissing(asked)
                ?? throw new SpeechException(new SpeechError(
                    SpeechErrorCodes.TextLost, "The connection was lost, and it can't be told what of the text had come through."));
            foreach (var request in missing.Requests)
                ThrowIfLost(await socket.SendAsync(request, cancellationToken).ConfigureAwait(false));
            return (socket, missing);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A session that was never heard of has said nothing: another will do.</summary>
    private async Task<AskedSoFar> JoinAsync(SpeechSocket socket, CancellationToken cancellationToken)
    {
        if (position.Session is not { } session)
        {
            position.Restart();
            return default;
        }

        var resume = new Request("resume", Marks: journal.WithMarks, SessionId: session, Sequence: position.NextSequence);
        ThrowIfLost(await socket.SendAsync(resume, cancellationToken).ConfigureAwait(false));
        var (type, message, loss) = await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfLost(loss);
        var reply = type == WebSocketMessageType.Text ? Reply.Parse(message.Span) : null;
        if (reply is { Error: not null })
            throw new SpeechException(((SpeechFailed)reply.ToEvent()!).Error);
        if (reply is not { Type: "resumed", Utterances: { } utterances })
            throw Reply.NotUnderstood("It does not say where the session goes on.");
        position.GoOn(reply.Sequence);
        return new AskedSoFar(utterances, reply.OpenChars);
    }

    private static void ThrowIfLost(Exception? loss)
    {
        if (loss is not null)
            throw Lost(loss);
    }
}
