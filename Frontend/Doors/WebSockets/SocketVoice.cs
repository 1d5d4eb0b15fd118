using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>
/// What one socket hears: a session of its own or, where its first message says so, one that was there before.
/// </summary>
/// <param name="gateway">To the cluster.</param>
/// <param name="owner">The key of the client.</param>
/// <param name="own">A session that nothing was asked of yet.</param>
internal sealed class SocketVoice(ISpeechGateway gateway, string owner, ISpeechSession own)
{
    private volatile ISpeechListener _listener = own;

    public ISpeechListener Listener => _listener;

    /// <summary>What the socket leads; null when it only listens in.</summary>
    public ISpeechSession? Session { get; private set; } = own;

    /// <summary>Of the session that the socket hears, or is about to.</summary>
    public Guid SessionId { get; private set; } = own.Id;

    /// <summary>Something was asked of the session, so the socket stays with it.</summary>
    public bool IsUsed { get; set; }

    public async Task<(ISpeechListener? Joined, SpeechError? Error)> ResumeAsync(Guid session, long sequence, CancellationToken gone)
    {
        var (resumed, error) = await gateway.ResumeAsync(owner, session, sequence, gone).ConfigureAwait(false);
        if (resumed is not null)
            (Session, SessionId, IsUsed) = (resumed, session, true);
        return (resumed, error);
    }

    public async Task<(ISpeechListener? Joined, SpeechError? Error)> ListenAsync(Guid session, long? sequence, CancellationToken gone)
    {
        var (listener, error) = await gateway.ListenAsync(owner, session, sequence, gone).ConfigureAwait(false);
        if (listener is not null)
            (Session, SessionId, IsUsed) = (null, session, true);
        return (listener, error);
    }

    /// <summary>From now on the socket hears this; what it had of its own ends.</summary>
    public ValueTask HearAsync(ISpeechListener joined)
    {
        var before = _listener;
        _listener = joined;
        return before.DisposeAsync();
    }

    public ValueTask EndAsync(bool mayComeBack) =>
        mayComeBack && Session is { } session ? session.LeaveAsync() : _listener.DisposeAsync();
}
