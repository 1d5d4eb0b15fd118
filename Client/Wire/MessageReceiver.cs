using System.Net.WebSockets;

namespace Speeko.Client.Wire;

/// <summary>Puts the messages of a socket together from their fragments. One caller at a time.</summary>
internal sealed class MessageReceiver(WebSocket socket)
{
    private const int FirstBufferBytes = 16 * 1024;

    /// <summary>Far above what a server sends in one message; past it the server is not one of ours.</summary>
    private const int MaxMessageBytes = 16 << 20;

    private byte[] _buffer = new byte[FirstBufferBytes];

    /// <summary>The next message, valid until the next call; of type Close at the end.</summary>
    public async ValueTask<(WebSocketMessageType Type, ReadOnlyMemory<byte> Message)> ReceiveAsync(
        CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += received.Count;
            if (received.EndOfMessage)
                return (received.MessageType, _buffer.AsMemory(0, length));
            if (length >= MaxMessageBytes)
                throw new WebSocketException(WebSocketError.HeaderError, "The server's message does not end.");
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, length * 2);
        }
    }
}
