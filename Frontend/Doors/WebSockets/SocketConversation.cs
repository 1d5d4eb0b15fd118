using System.Net.WebSockets;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>One socket, one session: a loop that listens and a loop that speaks, which end together.</summary>
internal sealed class SocketConversation(
    WebSocket socket, ISpeechSession session, RequestCheck check, LimitOptions limits, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly SocketWriter _writer = new(socket, session);
    private readonly IdleTimer _idle = new(TimeSpan.FromSeconds(limits.IdleSeconds), time);

    /// <param name="gone">Cancelled by the caller when the connection is lost, and here when either loop ends.</param>
    public async Task RunAsync(CancellationTokenSource gone)
    {
        using var idle = _idle.Start(gone);
        var speaking = SpeakAsync(gone);
        try
        {
            await ListenAsync(gone.Token).ConfigureAwait(false);
            await CloseAsync(WebSocketCloseStatus.NormalClosure, null).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_idle.HasExpired)
        {
            await CloseAsync(WebSocketCloseStatus.NormalClosure, "idle").ConfigureAwait(false);
        }
        finally
        {
            await gone.CancelAsync().ConfigureAwait(false);
            await EndAsync(speaking).ConfigureAwait(false);
        }
    }

    public async Task CloseAsync(WebSocketCloseStatus status, string? reason)
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, reason, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // Who is gone needs no farewell.
        }
    }

    public void Dispose() => _writer.Dispose();

    private static async Task EndAsync(Task speaking)
    {
        try
        {
            await speaking.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // That is how it ends.
        }
    }

    private async Task SpeakAsync(CancellationTokenSource gone)
    {
        try
        {
            await foreach (var frame in session.ReadAsync(gone.Token).ConfigureAwait(false))
            {
                await _writer.WriteAsync(frame, gone.Token).ConfigureAwait(false);
                _idle.Postpone();
            }
        }
        finally
        {
            await gone.CancelAsync().ConfigureAwait(false);
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
            _idle.Postpone();
            if (message is not null)
                error = await ObeyAsync(message, gone).ConfigureAwait(false);
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
