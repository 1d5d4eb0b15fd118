using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>A bare WebSocket to <c>/ws/tts/stream</c>: what any client can do, and what it should not.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private Socket? _connection;

    /// <summary>The sub-protocol that the server agreed to.</summary>
    public string? SubProtocol => _socket.SubProtocol;

    public static Task<RawSocket> ConnectAsync(Uri http, string? key, params string[] subProtocols) =>
        ConnectAsync(http, key, receiveBufferBytes: null, subProtocols);

    /// <param name="http">Of the frontend.</param>
    /// <param name="key">Null for none.</param>
    /// <param name="receiveBufferBytes">What the system may hold of what this side has not read; null for megabytes.</param>
    /// <param name="subProtocols">To be offered.</param>
    public static async Task<RawSocket> ConnectAsync(Uri http, string? key, int? receiveBufferBytes, string[] subProtocols)
    {
        var raw = new RawSocket();
        foreach (var protocol in subProtocols)
            raw._socket.Options.AddSubProtocol(protocol);
        if (key is not null)
            raw._socket.Options.SetRequestHeader("X-API-Key", key);
        using var connector = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                raw._connection = await ConnectAsync(context.DnsEndPoint, receiveBufferBytes, cancellationToken);
                return new NetworkStream(raw._connection, ownsSocket: true);
            },
        });
        var uri = new UriBuilder(http) { Scheme = "ws", Path = "/ws/tts/stream" }.Uri;
        await raw._socket.ConnectAsync(uri, connector, CancellationToken.None);
        return raw;
    }

    private static async Task<Socket> ConnectAsync(
        DnsEndPoint endPoint, int? receiveBufferBytes, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBufferBytes is { } bytes)
            socket.ReceiveBufferSize = bytes;
        await socket.ConnectAsync(endPoint, cancellationToken);
        return socket;
    }

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string text) => SendBytesAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendBytesAsync(byte[] bytes, WebSocketMessageType type, bool isEnd = true) =>
        _socket.SendAsync(bytes, type, isEnd, CancellationToken.None);

    /// <summary>The next message: a chunk, or what a text message says.</summary>
    public async Task<(byte[]? Chunk, JsonElement Json)> ReceiveAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        var length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(_buffer.AsMemory(length), timeout.Token);
            length += received.Count;
        }
        while (!received.EndOfMessage);

        return received.MessageType switch
        {
            WebSocketMessageType.Binary => (_buffer[..length], default),
            WebSocketMessageType.Text => (null, JsonSerializer.Deserialize<JsonElement>(_buffer.AsSpan(0, length))),
            _ => throw new InvalidOperationException($"closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}"),
        };
    }

    /// <summary>Everything up to the end of the utterance, or the answer that there is none.</summary>
    public async Task<Answer> HearAsync(Func<int, Task>? onChunk = null)
    {
        var (audio, texts) = (new List<byte[]>(), new List<JsonElement>());
        while (true)
        {
            var (chunk, json) = await ReceiveAsync();
            if (chunk is not null)
            {
                audio.Add(chunk);
                await (onChunk?.Invoke(chunk.Length) ?? Task.CompletedTask);
                continue;
            }

            texts.Add(json);
            if (json.TryGetProperty("error", out var _)
                || json.GetProperty("type").GetString() is "synthesis_complete" or "cancelled")
            {
                return new Answer(audio, texts);
            }
        }
    }

    /// <summary>Closes in order, and waits until the server has let go of the connection, and of the session behind it.</summary>
    public async Task LeaveAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token);
    }

    /// <summary>The server has reset the connection, be it that not all was read; as the system knows it, without reading.</summary>
    public bool IsCutOff
    {
        get
        {
            // The first byte of TCP_INFO is the state, in which 1 is ESTABLISHED.
            Span<byte> info = stackalloc byte[8];
            _connection!.GetRawSocketOption(optionLevel: (int)SocketOptionLevel.Tcp, optionName: 11, info);
            return info[0] != 1;
        }
    }

    /// <summary>As a cable that is pulled: the other side gets a reset, and no word of farewell.</summary>
    public void Abort()
    {
        _connection!.LingerState = new LingerOption(enable: true, seconds: 0);
        _connection.Dispose();
        _socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_socket.State == WebSocketState.Open)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The other side is gone, and needs no farewell.
        }

        _socket.Dispose();
    }

    /// <param name="Chunks">The audio.</param>
    /// <param name="Texts">The text messages; the last one ends the answer.</param>
    internal sealed record Answer(IReadOnlyList<byte[]> Chunks, IReadOnlyList<JsonElement> Texts)
    {
        public byte[] Audio => [.. Chunks.SelectMany(chunk => chunk)];

        public JsonElement Last => Texts[^1];

        public string? ErrorCode => Last.TryGetProperty("code", out var code) ? code.GetString() : null;

        public string? ErrorField => Last.TryGetProperty("field", out var name) ? name.GetString() : null;

        public bool IsComplete => Last.TryGetProperty("type", out var type) && type.GetString() == "synthesis_complete";

        public long DurationMs => Last.GetProperty("duration_ms").GetInt64();
    }
}
