using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>
/// Puts messages together from their fragments, up to a limit. A message beyond it is read to its end and refused, so that the
/// socket stays usable; one that is many times too large ends the connection.
/// </summary>
internal sealed class SocketReader(WebSocket socket, int maxMessageBytes) : IDisposable
{
    private const int PatienceFactor = 16;
    private const int FirstBufferBytes = 4096;

    /// <summary>A longer path is none of ours, and what a client makes up is not to be sent back to it at any length.</summary>
    private const int MaxPathChars = 64;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);

    /// <summary>The next message or what is wrong with it; both null when the client has closed.</summary>
    public async Task<(ClientMessage? Message, SpeechError? Error)> ReadAsync(CancellationToken cancellationToken)
    {
        long length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            var offset = length > maxMessageBytes ? 0 : (int)length;
            MakeRoom(offset);
            received = await socket.ReceiveAsync(_buffer.AsMemory(offset), cancellationToken).ConfigureAwait(false);
            length += received.Count;
            if (length > (long)maxMessageBytes * PatienceFactor)
                throw new WebSocketException(WebSocketError.HeaderError, "The message does not end.");
        }
        while (!received.EndOfMessage);

        return received.MessageType switch
        {
            WebSocketMessageType.Close => default,
            _ when length > maxMessageBytes => (null, TooLarge()),
            WebSocketMessageType.Binary => (null, BinaryRefused()),
            _ => Parse(_buffer.AsSpan(0, (int)length)),
        };
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static (ClientMessage?, SpeechError?) Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var message = JsonSerializer.Deserialize(json, SocketJson.Default.ClientMessage);
            return message is null
                ? (null, new SpeechError(SpeechErrorCode.BadMessage, "The message must be a JSON object."))
                : (message, null);
        }
        catch (JsonException exception)
        {
            var field = exception.Path is { Length: > 2 and <= MaxPathChars } path ? path[2..] : null;
            return field is null
                ? (null, new SpeechError(SpeechErrorCode.BadMessage, "The message is not a JSON object."))
                : (null, new SpeechError(SpeechErrorCode.BadField, $"{field} is of the wrong type or not well formed.", field));
        }
    }

    private void MakeRoom(int used)
    {
        if (used < _buffer.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private SpeechError TooLarge() => new(
        SpeechErrorCode.TooLarge, $"The message has more than {maxMessageBytes} bytes.", Limit: maxMessageBytes);

    private static SpeechError BinaryRefused() => new(
        SpeechErrorCode.BadMessage, "Binary messages are not understood here; send JSON as text.");
}
