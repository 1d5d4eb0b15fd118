using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>
/// Writes frames and answers to one socket. Two loops write, so a gate keeps the messages apart; a frame that was cancelled
/// while it waited at the gate is not written.
/// </summary>
/// <param name="socket">To the client.</param>
/// <param name="gathering">Below the socket; null where the server gave a socket without one, as over HTTP/2.</param>
internal sealed class SocketWriter(WebSocket socket, GatheringStream? gathering) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private bool _isClosed;

    /// <summary>Whether the client asked for marks with its last request.</summary>
    public bool WithMarks { get; set; }

    /// <summary>Position of the first chunk that was not written.</summary>
    public long NextSequence { get; set; }

    /// <param name="frame">To be written.</param>
    /// <param name="listener">Knows whether it was cancelled meanwhile.</param>
    /// <param name="cancellationToken">Breaks the connection.</param>
    /// <returns>False when the good-bye was said, and nothing is written any more.</returns>
    public async Task<bool> WriteAsync(SpeechFrame frame, ISpeechListener listener, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isClosed || !listener.IsCurrent(frame))
                return !_isClosed;
            gathering?.Gather();
            await SendAsync(frame, cancellationToken).ConfigureAwait(false);
            if (gathering is not null)
                await gathering.SendAsync(cancellationToken).ConfigureAwait(false);
            NextSequence = Math.Max(NextSequence, frame.SequenceEnd);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task WriteAsync(SpeechError error, CancellationToken cancellationToken) =>
        WriteAsync(ErrorMessage.From(error), SocketJson.Default.ErrorMessage, cancellationToken);

    public async Task WriteAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SendAsync(message, type, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Says good-bye, once the message under way is out; no frame is written behind it. Who is gone needs none.</summary>
    /// <param name="status">Of the close.</param>
    /// <param name="reason">For the client's log.</param>
    /// <param name="resumable">The session that may be resumed, or listened to, elsewhere; null for none.</param>
    /// <param name="cancellationToken">Whoever does not take it by then is cut off.</param>
    public async Task CloseAsync(
        WebSocketCloseStatus status, string? reason, Guid? resumable, CancellationToken cancellationToken)
    {
        try
        {
            await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                _isClosed = true;
                if (resumable is { } session && socket.State == WebSocketState.Open)
                {
                    var restarting = RestartingMessage.From(session, NextSequence);
                    await SendAsync(restarting, SocketJson.Default.RestartingMessage, cancellationToken).ConfigureAwait(false);
                }

                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync(status, reason, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _gate.Release();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The connection broke, or the client did not take what was under way: it is cut off.
        }
    }

    public void Dispose() => _gate.Dispose();

    private Task SendAsync(SpeechFrame frame, CancellationToken cancellationToken) => frame.Kind switch
    {
        FrameKind.Started when frame.Format is { } format =>
            SendAsync(StreamMetadata.From(frame, format), SocketJson.Default.StreamMetadata, cancellationToken),
        FrameKind.Audio => SendAudioAsync(frame, cancellationToken),
        FrameKind.Ended =>
            SendAsync(SynthesisComplete.From(frame), SocketJson.Default.SynthesisComplete, cancellationToken),
        FrameKind.Failed when frame.Error is { } error =>
            SendAsync(ErrorMessage.From(error, frame), SocketJson.Default.ErrorMessage, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task SendAudioAsync(SpeechFrame frame, CancellationToken cancellationToken)
    {
        foreach (var mark in WithMarks ? frame.Marks : [])
            await SendAsync(MarkMessage.From(mark), SocketJson.Default.MarkMessage, cancellationToken).ConfigureAwait(false);
        if (gathering is not null && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            gathering.AddChunks(frame.Audio.Span, frame.ChunkBytes);
            return;
        }

        for (var start = 0; start < frame.Audio.Length; start += frame.ChunkBytes)
        {
            var chunk = frame.Audio.Slice(start, Math.Min(frame.ChunkBytes, frame.Audio.Length - start));
            await socket.SendAsync(chunk, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task SendAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken) => socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message, type), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
