using System.Net.WebSockets;
using System.Text.Json;

namespace Speeko.Client.Wire;

/// <summary>The messages of one connection. One caller sends at a time, and one receives. Its loss is no exception here: who has lost it decides what it means.</summary>
internal sealed class SpeechSocket(WebSocket socket) : IDisposable
{
    private readonly MessageReceiver _receiver = new(socket);

    /// <summary>The next message, valid until the next call; of type Close when the server has said good-bye for good.</summary>
    public async ValueTask<(WebSocketMessageType Type, ReadOnlyMemory<byte> Message, Exception? Loss)> ReceiveAsync(
        CancellationToken cancellationToken)
    {
        try
        {
            var (type, message) = await _receiver.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            return (type, message, type == WebSocketMessageType.Close ? Farewell() : null);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (WebSocketMessageType.Close, default, exception);
        }
    }

    /// <summary>Returns what broke the connection, or null.</summary>
    public async ValueTask<Exception?> SendAsync(Request request, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.Request);
        try
        {
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return exception;
        }
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // Who is gone needs no farewell.
        }

        Dispose();
    }

    public void Dispose() => socket.Dispose();

    /// <summary>A call that is cancelled aborts the socket; the other direction then finds it broken, or gone.</summary>
    private static bool IsLoss(Exception exception) =>
        exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException;

    /// <summary>A server that stops says so, and so does one that took this side for dead: its session can be gone on with.</summary>
    private WebSocketException? Farewell() => socket is
    {
        CloseStatus: WebSocketCloseStatus.EndpointUnavailable or WebSocketCloseStatus.PolicyViolation,
        CloseStatusDescription: "restarting" or "stalled",
    }
        ? new WebSocketException(WebSocketError.ConnectionClosedPrematurely, $"the server said '{socket.CloseStatusDescription}'")
        : null;
}
