using System.Net.WebSockets;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

/// <summary>A socket that receives what it was given, fragment by fragment, then the end.</summary>
internal sealed class ScriptedSocket : WebSocket
{
    private readonly Queue<(byte[] Bytes, WebSocketMessageType Type, bool IsEnd)> _fragments = new();
    private int _taken;

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    /// <summary>Queues a message in fragments of the given sizes, over and over.</summary>
    public ScriptedSocket Add(byte[] message, WebSocketMessageType type = WebSocketMessageType.Text, params int[] sizes)
    {
        var start = 0;
        for (var i = 0; sizes.Length > 0 && start + sizes[i % sizes.Length] < message.Length; i++)
        {
            var end = start + sizes[i % sizes.Length];
            _fragments.Enqueue((message[start..end], type, false));
            start = end;
        }

        _fragments.Enqueue((message[start..], type, true));
        return this;
    }

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.Length == 0)
            throw new InvalidOperationException("A read of nothing never ends.");
        if (!_fragments.TryPeek(out var fragment))
            return ValueTask.FromResult(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true));
        var count = Math.Min(buffer.Length, fragment.Bytes.Length - _taken);
        fragment.Bytes.AsMemory(_taken, count).CopyTo(buffer);
        _taken += count;
        var isTaken = _taken == fragment.Bytes.Length;
        if (isTaken)
        {
            _fragments.Dequeue();
            _taken = 0;
        }

        return ValueTask.FromResult(new ValueWebSocketReceiveResult(count, fragment.Type, isTaken && fragment.IsEnd));
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override void Abort()
    {
    }

    public override void Dispose()
    {
    }
}
