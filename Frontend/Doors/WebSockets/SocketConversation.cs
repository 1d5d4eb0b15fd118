using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>One socket, one session: a loop that listens and a loop that speaks, which end together.</summary>
internal sealed class SocketConversation : IAsyncDisposable
{
    /// <summary>How long a client may take to hear a farewell, and to answer it.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The same when this process stops: what is on its way to who plays as it comes may be as long.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(10);

    private readonly WebSocket _socket;
    private readonly SocketVoice _voice;
    private readonly RequestCheck _check;
    private readonly LimitOptions _limits;
    private readonly FarewellPace _pace;
    private readonly TimeProvider _time;
    private readonly SocketWriter _writer;
    private readonly IdleTimer _idle;
    private readonly CancellationTokenSource _stalled;
    private readonly TaskCompletionSource<(WebSocketCloseStatus Status, string? Reason)> _farewell =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _mayComeBack;

    /// <summary>
    /// The client has not answered the farewell in time: what it has not taken is not to be waited for. Otherwise the connection would
    /// live until it does, and this process with it.
    /// </summary>
    public bool IsUnanswered { get; private set; }

    /// <param name="socket">To the client.</param>
    /// <param name="gathering">Below the socket, where the server gave one.</param>
    /// <param name="voice">What the client hears and leads.</param>
    /// <param name="check">Judges what it asks for.</param>
    /// <param name="limits">To what it may do.</param>
    /// <param name="pace">At which all are sent away when this process ends.</param>
    /// <param name="time">By which it is idle, or stalls.</param>
    public SocketConversation(
        WebSocket socket,
        GatheringStream? gathering,
        SocketVoice voice,
        RequestCheck check,
        LimitOptions limits,
        FarewellPace pace,
        TimeProvider time)
    {
        (_socket, _voice, _check, _limits, _pace, _time) = (socket, voice, check, limits, pace, time);
        _writer = new SocketWriter(socket, gathering);
        _idle = new IdleTimer(TimeSpan.FromSeconds(limits.IdleSeconds), time);
        _stalled = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Returns what broke the connection, or null when it was closed in order.</summary>
    /// <param name="lost">Cancelled when the connection is lost.</param>
    /// <param name="stopping">Cancelled when this process ends.</param>
    public async Task<Exception?> RunAsync(CancellationToken lost, CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(lost, _stalled.Token);
        using var idle = _idle.Start(() => _farewell.TrySetResult((WebSocketCloseStatus.NormalClosure, "idle")));
        await using var stall = _stalled.Token.Register(
            () => _farewell.TrySetResult((WebSocketCloseStatus.PolicyViolation, "stalled"))).ConfigureAwait(false);
        await using var restart = stopping.Register(() => _ = SendAwayAsync(gone.Token)).ConfigureAwait(false);

        // 1. Until the client closes, the connection breaks, or this side has a reason to end it.
        var listening = ListenAsync(gone.Token);
        var speaking = SpeakAsync(gone.Token);
        var first = await Task.WhenAny(listening, speaking, _farewell.Task).ConfigureAwait(false);

        // 2. Say good-bye before anything is cancelled: a read that is cancelled breaks the connection.
        _farewell.TrySetResult(first.IsFaulted
            ? (WebSocketCloseStatus.InternalServerError, "internal error") : (WebSocketCloseStatus.NormalClosure, null));
        var (status, reason) = await _farewell.Task.ConfigureAwait(false);
        _mayComeBack = status is WebSocketCloseStatus.EndpointUnavailable or WebSocketCloseStatus.PolicyViolation;
        var drains = status == WebSocketCloseStatus.EndpointUnavailable;
        using var timeout = new CancellationTokenSource(drains ? DrainTimeout : CloseTimeout, _time);
        await _writer.CloseAsync(status, reason, _mayComeBack && _voice.IsUsed ? _voice.SessionId : null, timeout.Token).ConfigureAwait(false);
        await Task.WhenAny(listening, Task.Delay(Timeout.InfiniteTimeSpan, _time, timeout.Token)).ConfigureAwait(false);

        IsUnanswered = !listening.IsCompleted;

        // 3. Both loops end together. What ended the conversation counts: the other may break only because it ends.
        await gone.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(listening, speaking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var broke = (first.Exception ?? listening.Exception ?? speaking.Exception)?.GetBaseException();
        _mayComeBack |= first.IsCanceled || IsOfConnection(broke);
        return broke;
    }

    /// <summary>A connection that breaks is no bug.</summary>
    public static bool IsOfConnection(Exception? exception) =>
        exception is WebSocketException or IOException or ConnectionAbortedException;

    /// <summary>Who has not said good-bye may come back, and its session waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _voice.EndAsync(_mayComeBack).ConfigureAwait(false);
        _writer.Dispose();
        _stalled.Dispose();
    }

    private async Task SendAwayAsync(CancellationToken gone)
    {
        if (_voice.IsUsed)
            await _pace.TurnAsync(gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _farewell.TrySetResult((WebSocketCloseStatus.EndpointUnavailable, "restarting"));
    }

    private async Task SpeakAsync(CancellationToken gone)
    {
        while (true)
        {
            var listener = _voice.Listener;
            await foreach (var frame in listener.ReadAsync(gone).ConfigureAwait(false))
            {
                _stalled.CancelAfter(TimeSpan.FromSeconds(_limits.StalledSeconds));
                if (!await _writer.WriteAsync(frame, listener, gone).ConfigureAwait(false))
                    return;
                _stalled.CancelAfter(Timeout.InfiniteTimeSpan);
                _idle.Postpone();
            }

            // Its session has ended, unless the socket hears another one now.
            if (_voice.Listener == listener)
                return;
        }
    }

    private async Task ListenAsync(CancellationToken gone)
    {
        using var reader = new SocketReader(_socket, _limits.MaxMessageBytes);
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
        if (message.Kind is "resume" or "listen")
            return await JoinAsync(message, gone).ConfigureAwait(false);
        if (_voice.Session is not { } session)
            return new SpeechError(SpeechErrorCode.BadMessage, "This socket listens in; it has no say in the session.", "type");
        switch (message.Kind)
        {
            case ClientMessage.Speak or "append":
                if (_check.Check(message.ToRequest(), isPart: message.Kind != ClientMessage.Speak, out var settings) is { } wrong)
                    return wrong;
                _writer.WithMarks = message.Marks ?? _writer.WithMarks;
                _voice.IsUsed = true;
                return message.Kind == ClientMessage.Speak
                    ? await session.SpeakAsync(settings, message.Text!).ConfigureAwait(false)
                    : await session.AppendAsync(settings, message.Text!).ConfigureAwait(false);
            case "flush":
                return await session.FlushAsync().ConfigureAwait(false);
            case "cancel":
                var cancelled = CancelledMessage.From(session.Cancel());
                await _writer.WriteAsync(cancelled, SocketJson.Default.CancelledMessage, gone).ConfigureAwait(false);
                return null;
            case "ack":
                if (message.Sequence is not >= 0)
                    return new SpeechError(SpeechErrorCode.BadField, "sequence must tell the first chunk not played.", "sequence");
                session.Played(message.Sequence.Value);
                return null;
            default:
                return new SpeechError(
                    SpeechErrorCode.BadMessage, "type must be speak, append, flush, cancel, ack, resume or listen.", "type");
        }
    }

    private async Task<SpeechError?> JoinAsync(ClientMessage message, CancellationToken gone)
    {
        if (message.SessionId is not { } session)
            return new SpeechError(SpeechErrorCode.BadField, "session_id is required.", "session_id");
        if (message.Sequence is < 0 || (message.Sequence is null && message.Kind == "resume"))
            return new SpeechError(SpeechErrorCode.BadField, "sequence must tell the first chunk that is wanted.", "sequence");
        if (_voice.IsUsed)
            return new SpeechError(SpeechErrorCode.BadMessage, $"{message.Kind} must come first on a socket.", "type");
        _writer.WithMarks = message.Marks ?? _writer.WithMarks;
        var (joined, error) = message.Kind == "resume"
            ? await _voice.ResumeAsync(session, message.Sequence!.Value, gone).ConfigureAwait(false)
            : await _voice.ListenAsync(session, message.Sequence, gone).ConfigureAwait(false);
        if (joined is null)
            return error;
        _writer.NextSequence = joined.NextSequence;
        var answer = _voice.Session is { } led ? JoinedMessage.Resumed(led) : JoinedMessage.Listening(joined);
        try
        {
            await _writer.WriteAsync(answer, SocketJson.Default.JoinedMessage, gone).ConfigureAwait(false);
        }
        finally
        {
            // Also when the client is gone: of the two that it has now, one would be left behind.
            await _voice.HearAsync(joined).ConfigureAwait(false);
        }

        return null;
    }
}
