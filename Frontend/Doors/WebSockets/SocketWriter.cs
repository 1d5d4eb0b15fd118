using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>Writes frames and answers to one socket. Two loops write, so a gate keeps the messages apart.</summary>
internal sealed class SocketWriter(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Whether the client asked for marks with its last request.</summary>
    public bool WithMarks { get; set; }

    public async Task WriteAsync(SpeechFrame frame, CancellationToken cancellationToken)
    {
        switch (frame.Kind)
        {
            case FrameKind.Started when frame.Format is { } format:
                await WriteAsync(StreamMetadata.From(frame, format), SocketJson.Default.StreamMetadata, cancellationToken)
                    .ConfigureAwait(false);
                break;
            case FrameKind.Audio:
                await WriteAudioAsync(frame, cancellationToken).ConfigureAwait(false);
                break;
            case FrameKind.Ended:
                await WriteAsync(SynthesisComplete.From(frame), SocketJson.Default.SynthesisComplete, cancellationToken)
                    .ConfigureAwait(false);
                break;
            case FrameKind.Failed when frame.Error is { } error:
                await WriteAsync(error, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    public Task WriteAsync(SpeechError error, CancellationToken cancellationToken) =>
        WriteAsync(ErrorMessage.From(error), SocketJson.Default.ErrorMessage, cancellationToken);

    public async Task WriteAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task WriteAudioAsync(SpeechFrame frame, CancellationToken cancellationToken)
    {
        if (WithMarks)
        {
            foreach (var mark in frame.Marks)
            {
                await WriteAsync(MarkMessage.From(mark), SocketJson.Default.MarkMessage, cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var start = 0; start < frame.Audio.Length; start += frame.ChunkBytes)
            {
                var chunk = frame.Audio.AsMemory(start, Math.Min(frame.ChunkBytes, frame.Audio.Length - start));
                await socket.SendAsync(chunk, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
