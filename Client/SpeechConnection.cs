using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Speeko.Client.Wire;

namespace Speeko.Client;

/// <summary>
/// One WebSocket, one session. Any number of callers may send; one reads. The server never runs far ahead of the reader, so
/// nothing is buffered here. Made by <see cref="SpeekoClient.ConnectAsync"/>.
/// </summary>
public sealed class SpeechConnection : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly MessageReceiver _receiver;
    private SpeechStarted? _source;
    private long _sequence;
    private bool _disposed;

    internal SpeechConnection(WebSocket socket, TimeProvider time)
    {
        _socket = socket;
        _receiver = new MessageReceiver(socket);
        _time = time;
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
        while (await ReceiveAsync(cancellationToken).ConfigureAwait(false) is (var type, var message))
        {
            if (type == WebSocketMessageType.Binary)
            {
                var source = _source ?? throw NotUnderstood("Audio came before its format.");
                yield return new SpeechChunk(message.ToArray(), _sequence++, source);
            }
            else if (Parse(message.Span) is { } happened)
            {
                if (happened is SpeechStarted next)
                    (_source, _sequence) = (next, next.Sequence);
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
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // Who is gone needs no farewell.
        }

        _socket.Dispose();
        _sending.Dispose();
    }

    private static SpeechEvent? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WireJson.Default.Reply)?.ToEvent();
        }
        catch (JsonException exception)
        {
            throw NotUnderstood(exception.Message);
        }
    }

    private static SpeechException NotUnderstood(string detail) =>
        new(new SpeechError(SpeechErrorCodes.NotUnderstood, $"The server's answer is not understood: {detail}"));

    /// <summary>A cancelled call aborts the socket, and the other direction then finds it broken: still a cancel.</summary>
    private static Exception Lost(Exception cause, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException(cancellationToken)
        : new SpeechException(
            new SpeechError(SpeechErrorCodes.ConnectionLost, $"The connection was lost: {cause.Message}"), cause);

    private async ValueTask<(WebSocketMessageType Type, ReadOnlyMemory<byte> Message)?> ReceiveAsync(
        CancellationToken cancellationToken)
    {
        try
        {
            var received = await _receiver.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            return received.Type == WebSocketMessageType.Close ? null : received;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            throw Lost(exception, cancellationToken);
        }
    }

    private async Task SendAsync(Request request, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.Request);
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            throw Lost(exception, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }
}
