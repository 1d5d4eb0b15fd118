using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Speeko.Client.Wire;

namespace Speeko.Client;

/// <summary>
/// One session. Any number of callers may send; one reads. The server never runs far ahead of the reader, so nothing is buffered here
/// but the text of utterances that have not ended. Where the connection is lost, the reader makes it again and goes on with the chunk that it
/// has not had; what was sent and did not come through is sent again. Made by <see cref="SpeekoClient.ConnectAsync"/>.
/// </summary>
public sealed class SpeechConnection : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly SessionResumption _resumption;
    private readonly RequestJournal _journal = new();
    private readonly ReadingPosition _position = new();

    /// <summary>Held by whoever sends, and while the connection is made again.</summary>
    private readonly SemaphoreSlim _sending = new(1);
    private SpeechSocket _socket;
    private SpeechException? _lost;
    private int _answersToSkip;
    private bool _disposed;

    internal SpeechConnection(WebSocket socket, SocketConnector connector, SpeekoClientOptions options)
    {
        _time = options.Time;
        _socket = new SpeechSocket(socket);
        _resumption = new SessionResumption(connector, _journal, _position, options);
    }

    /// <summary>Queues a whole text; several may be queued.</summary>
    public Task SpeakAsync(string text, SpeechSettings settings, CancellationToken cancellationToken) =>
        SendAsync(Request.Of("speak", text, settings), cancellationToken);

    /// <summary>Adds text to the utterance that is open, or opens one with these settings.</summary>
    public Task AppendAsync(string text, SpeechSettings settings, CancellationToken cancellationToken) =>
        SendAsync(Request.Of("append", text, settings), cancellationToken);

    /// <summary>Ends the utterance that <see cref="AppendAsync"/> opened.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => SendAsync(new Request("flush"), cancellationToken);

    /// <summary>Barge-in: forgets all that is queued. <see cref="SpeechCancelled"/> answers.</summary>
    public Task CancelAsync(CancellationToken cancellationToken) => SendAsync(new Request("cancel"), cancellationToken);

    /// <summary>What the server says, until either side ends the connection. Who left off goes on with a further call.</summary>
    public async IAsyncEnumerable<SpeechEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var (type, message, loss) = await _socket.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            if (loss is not null)
            {
                var lostAnswers = await GoOnAsync(loss, cancellationToken).ConfigureAwait(false);
                yield return new SpeechResumed(loss.Message);
                for (; lostAnswers > 0; lostAnswers--)
                    yield return new SpeechCancelled("", "", 0);
            }
            else if (type == WebSocketMessageType.Close)
            {
                yield break;
            }
            else if (type == WebSocketMessageType.Binary)
            {
                yield return _position.Follow(message) ?? throw Reply.NotUnderstood("Audio came before its format.");
            }
            else if (Take(message) is { } happened)
            {
                yield return happened;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        using var timeout = new CancellationTokenSource(CloseTimeout, _time);
        await _socket.CloseAsync(timeout.Token).ConfigureAwait(false);
        _sending.Dispose();
    }

    private SpeechEvent? Take(ReadOnlyMemory<byte> json)
    {
        if (Reply.Parse(json.Span)?.ToEvent() is not { } happened)
            return null;
        if (happened is SpeechCancelled && _answersToSkip > 0)
        {
            _answersToSkip--;
            return null;
        }

        _journal.Follow(happened);
        return _position.Follow(happened);
    }

    /// <summary>Returns how many cancels were answered by a connection that was lost with the answer.</summary>
    private async Task<int> GoOnAsync(Exception loss, CancellationToken cancellationToken)
    {
        // Who is sending must not wait for a connection that is gone.
        _socket.Dispose();
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            (_socket, var missing) = await _resumption.RunAsync(loss, cancellationToken).ConfigureAwait(false);
            _answersToSkip = missing.KnownAnswers;
            if (_disposed)
                _socket.Dispose();
            return _journal.TakeLostAnswers();
        }
        catch (SpeechException exception)
        {
            throw _lost = exception;
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task SendAsync(Request request, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_lost is not null)
                throw new SpeechException(_lost.Error, _lost);
            _journal.Add(request);

            // The reader finds the loss too, and sends it again.
            if (await _socket.SendAsync(request, cancellationToken).ConfigureAwait(false) is { } loss && !_resumption.IsWanted)
                throw SessionResumption.Lost(loss);
        }
        finally
        {
            _sending.Release();
        }
    }
}
