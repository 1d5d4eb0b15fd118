using System.Net.WebSockets;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>One socket, one session: a loop that listens and a loop that speaks, which end together.</summary>
internal sealed class SocketConversation(
    WebSocket socket, GatheringStream? gathering, ISpeechSession session, RequestCheck check, LimitOptions limits, TimeProvider time)
    : IDisposable
{
    /// <summary>How long a client may take to hear a farewell, and to answer it.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly SocketWriter _writer = new(socket, gathering, session);
    private readonly IdleTimer _idle = new(TimeSpan.FromSeconds(limits.IdleSeconds), time);
    private readonly TaskCompletionSource<(WebSocketCloseStatus Status, string? Reason)> _farewell =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns what broke the connection, or null when it was closed in order.</summary>
    /// <param name="lost">Cancelled when the connection is lost.</param>
    /// <param name="stopping">Cancelled when this process ends.</param>
    public async Task<Exception?> RunAsync(CancellationToken lost, CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(lost);
        using var idle = _idle.Start(() => _farewell.TrySetResult((WebSocketCloseStatus.NormalClosure, "idle")));
        await using var restart = stopping.Register(
            () => _farewell.TrySetResult((WebSocketCloseStatus.EndpointUnavailable, "restarting"))).ConfigureAwait(false);

        // 1. Until the client closes, the connection breaks, or this side has a reason to end it.
        var listening = ListenAsync(gone.Token);
        var speaking = SpeakAsync(gone.Token);
        var first = await Task.WhenAny(listening, speaking, _farewell.Task).ConfigureAwait(false);

        // 2. Say good-bye before anything is cancelled: a read that is cancelled breaks the connection.
        _farewell.TrySetResult(first.IsFaulted
            ? (WebSocketCloseStatus.InternalServerError, "internal error") : (WebSocketCloseStatus.NormalClosure, null));
        var (status, reason) = await _farewell.Task.ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(CloseTimeout, time);
        await _writer.CloseAsync(status, reason, timeout.Token).ConfigureAwait(false);
        await Task.WhenAny(listening, Task.Delay(Timeout.InfiniteTimeSpan, time, timeout.Token)).ConfigureAwait(false);

        // 3. Both loops end together. What ended the conversation counts: the other may break only because it ends.
        await gone.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(listening, speaking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (first.Exception ?? listening.Exception ?? speaking.Exception)?.GetBaseException();
    }

    public void Dispose() => _writer.Dispose();

    private async Task SpeakAsync(CancellationToken gone)
    {
        await foreach (var frame in session.ReadAsync(gone).ConfigureAwait(false))
        {
            await _writer.WriteAsync(frame, gone).ConfigureAwait(false);
            _idle.Postpone();
        }
    }

    private async Task ListenAsync(CancellationToken gone)
    {
        using var reader = new SocketReader(socket, limits.MaxMessageBytes);
        while (true)
        {
            var (message, error) = await reader.ReadAsync(gone).ConfigureAwait(false);
            if (message is null && error is null)
                return;
            _idle.BeginAnswer();
            if (message is not null)
                error = await ObeyAsync(message, gone).ConfigureAwait(false);
            _idle.EndAnswer();
            if (error is not null)
                await _writer.WriteAsync(error, gone).ConfigureAwait(false);
        }
    }

    private async Task<SpeechError?> ObeyAsync(ClientMessage message, CancellationToken gone)
    {
        switch (message.Kind)
        {
            case ClientMessage.Speak or "append":
                if (check.Check(message.ToRequest(), isPart: message.Kind != ClientMessage.Speak, out var settings) is { } wrong)
                    return wrong;
                _writer.WithMarks = message.Marks ?? _writer.WithMarks;
                return message.Kind == ClientMessage.Speak
                    ? await session.SpeakAsync(settings, message.Text!).ConfigureAwait(false)
                    : await session.AppendAsync(settings, message.Text!).ConfigureAwait(false);
            case "flush":
                return await session.FlushAsync().ConfigureAwait(false);
            case "cancel":
                var cancelled = CancelledMessage.From(await session.CancelAsync().ConfigureAwait(false));
                await _writer.WriteAsync(cancelled, SocketJson.Default.CancelledMessage, gone).ConfigureAwait(false);
                return null;
            default:
                return new SpeechError(
                    SpeechErrorCode.BadMessage, "type must be speak, append, flush or cancel.", "type");
        }
    }
}
