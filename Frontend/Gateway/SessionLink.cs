using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// This process's end of one session, for all who listen to it here: frames come once, by <see cref="Deliver"/> from the lane,
/// which must never wait. A session whose silo is lost is attached to another one, which goes on where the listeners are.
/// </summary>
internal sealed class SessionLink(Guid id, SessionCalls calls, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly LinkListeners _listeners = new(calls.Leave);
    private Task<SpeechError?> _attaching = Task.FromResult<SpeechError?>(null);
    private Task _rejoining = Task.CompletedTask;
    private Task _asking = Task.CompletedTask;
    private volatile bool _isLost;
    private long _acknowledged;
    private string _owner = "";

    public Guid Id => id;

    public ISpeechSessionGrain Grain => calls.Grain;

    /// <summary>The session does not answer at the moment.</summary>
    public bool IsLost => _isLost;

    /// <summary>Nobody listens here any more.</summary>
    public bool IsGone => _listeners.IsGone;

    /// <summary>Begins a new session, led from here.</summary>
    /// <param name="owner">The key on whose account.</param>
    public async Task<FrameInbox> OpenAsync(string owner)
    {
        var inbox = new FrameInbox(id, time);
        _listeners.Add(inbox);
        _listeners.Replace(inbox, lead: 0);
        _owner = owner;
        await AttachOnceAsync(inbox, lead: 0).ConfigureAwait(false);
        return inbox;
    }

    /// <summary>Comes in at a session that others have begun. All null: this link has just been given up, ask for another.</summary>
    /// <param name="owner">The key on whose account, which must be that of the session.</param>
    /// <param name="sequence">The first chunk that is wanted; null for what is being heard now.</param>
    /// <param name="leads">Takes the session over; otherwise it listens in.</param>
    public async Task<(FrameInbox? Inbox, SessionState? State, SpeechError? Error)> JoinAsync(string owner, long? sequence, bool leads)
    {
        var inbox = new FrameInbox(id, time);
        inbox.Suspend();
        if (!_listeners.Add(inbox))
            return default;
        var (state, error) = await calls.JoinAsync(owner, sequence, leads).ConfigureAwait(false);
        if (state is null)
        {
            _listeners.Remove(inbox);
            return (null, null, error);
        }

        _owner = owner;
        var missing = inbox.Begin(state, sequence, leads);
        if (leads)
            _listeners.Replace(inbox, state.Lead);
        AskFor(missing);
        return (inbox, state, null);
    }

    /// <summary>
    /// Lanes were replaced. A session whose frames came by one of them is directed to another, and sends again what did not
    /// arrive; the others are left alone, for there may be thousands.
    /// </summary>
    public Task MoveAsync() => calls.HasLostItsLane ? RecoverAsync() : Task.CompletedTask;

    /// <summary>Called by the lane, one frame at a time; does not wait.</summary>
    public void Deliver(SpeechFrame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Cancelled:
                foreach (var inbox in _listeners.Followers)
                    inbox.RaiseEpoch(frame.Epoch);
                break;
            case FrameKind.Closed:
                // Who leads it has closed it, or is taken for gone and will find out.
                foreach (var inbox in _listeners.Followers)
                    inbox.Complete();
                break;
            case FrameKind.TakenOver:
                // It may come late, when who leads here has taken the lead back.
                if (frame.Number > _listeners.Lead)
                    _listeners.Replace(null, (int)frame.Number);
                break;
            case FrameKind.Moving:
                _ = SeeToAsync(RecoverAsync);
                break;
            default:
                DeliverToAll(frame);
                break;
        }
    }

    /// <summary>What a silo that was lost did not hear, another one hears by being attached: the inbox knows what was asked for.</summary>
    /// <param name="inbox">Of whoever calls, who has to lead the session.</param>
    /// <param name="call">What it asks for.</param>
    public async Task<SpeechError?> CallAsync(FrameInbox inbox, Func<Task<SpeechError?>> call)
    {
        if (_listeners.Leader != inbox)
            return LinkErrors.TakenOver;
        var error = _isLost ? LinkErrors.SessionLost : await calls.TryAsync(call).ConfigureAwait(false);
        return SessionCalls.IsLoss(error) ? await AttachAsync().ConfigureAwait(false) : error;
    }

    /// <summary>
    /// Everything below has been heard by who leads. One way: what is lost is made good by the next, or told again when nothing
    /// comes any more, for the session may wait for just this.
    /// </summary>
    public void Acknowledge(long nextFrame)
    {
        Volatile.Write(ref _acknowledged, nextFrame);
        Grain.Acknowledge(nextFrame).Ignore();
    }

    /// <summary>
    /// Asks whether something was lost at the very end, where no later frame tells of a gap, tells the session that somebody
    /// listens, and finds it a lane where its own was replaced while it was attached. Called by one thread.
    /// </summary>
    public void Check(TimeSpan patience)
    {
        if (!_asking.IsCompleted || IsGone)
            return;
        if (calls.HasLostItsLane)
            _asking = SeeToAsync(RecoverAsync);
        else if (_listeners.Leader is { } leader && leader.Overdue(patience) is { } next)
        {
            if (Volatile.Read(ref _acknowledged) is > 0 and var heard)
                Grain.Acknowledge(heard).Ignore();
            _asking = SeeToAsync(() => ReplayAsync(next, leader.HasGap));
        }
        else if (_listeners.Followers.Where(inbox => inbox.Overdue(patience) is not null).MinBy(inbox => inbox.Next) is { } late)
            _asking = SeeToAsync(() => ReplayAsync(late.Next, late.HasGap));
        else if (calls.IsTouchDue)
            _asking = SeeToAsync(TouchAsync);
    }

    /// <summary>A listener is gone.</summary>
    /// <param name="inbox">Of the listener.</param>
    /// <param name="ends">It led the session, and does not want to come back to it.</param>
    public async Task ReleaseAsync(FrameInbox inbox, bool ends)
    {
        var lead = ends ? _listeners.LeadOf(inbox) : null;
        var isLast = _listeners.Remove(inbox);
        try
        {
            if (lead is { } ours)
                await calls.CloseAsync(ours).ConfigureAwait(false);
            else if (isLast)
                calls.Leave();
        }
        catch (Exception exception) when (ClusterCall.IsExpected(exception))
        {
            GatewayLog.CloseFailed(logger, id, exception);
        }
    }

    private void DeliverToAll(SpeechFrame frame)
    {
        long? missing = null;
        foreach (var inbox in _listeners.All)
        {
            if (inbox.Deliver(frame) is { } next)
                missing = Math.Min(missing ?? next, next);
        }

        AskFor(missing);
    }

    private void AskFor(long? missing)
    {
        if (missing is not { } next)
            return;
        GatewayLog.FrameMissing(logger, id, next);
        _ = SeeToAsync(() => ReplayAsync(next, isLost: true));
    }

    /// <summary>Nobody waits for it, and the watch tries again.</summary>
    private async Task SeeToAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            GatewayLog.LinkFailed(logger, id, exception);
        }
    }

    private async Task ReplayAsync(long next, bool isLost)
    {
        if (_isLost || await calls.ReplayAsync(next, isLost).ConfigureAwait(false) is not null)
            await RecoverAsync().ConfigureAwait(false);
    }

    /// <summary>A silo that does not answer now is asked again.</summary>
    private async Task TouchAsync()
    {
        if (await calls.TouchAsync(_listeners.LeadOf(_listeners.Leader), _listeners.Followers.Length > 0).ConfigureAwait(false) == false)
            await RecoverAsync().ConfigureAwait(false);
    }

    /// <summary>Attaches the session anew for all who listen here. Who can't be helped is told.</summary>
    private async Task RecoverAsync()
    {
        if (_listeners.Leader is { } leader && await AttachAsync().ConfigureAwait(false) is { } error)
            leader.Fail(error);
        await RejoinOnceAsync().ConfigureAwait(false);
    }

    /// <summary>One after the other, for each has to know what was asked for before it.</summary>
    private Task<SpeechError?> AttachAsync()
    {
        lock (_lock)
            return _attaching = AttachBehindAsync(_attaching);
    }

    private async Task<SpeechError?> AttachBehindAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var begunAt = time.GetTimestamp();
        while (true)
        {
            if (_listeners.Leader is not { } leader || _listeners.LeadOf(leader) is not { } lead)
                return LinkErrors.TakenOver;
            var error = await AttachOnceAsync(leader, lead).ConfigureAwait(false);
            if ((error is null && !calls.HasLostItsLane) || IsGone)
                return error;
            if (error is null)
                continue;
            if (!SessionCalls.IsLoss(error) || time.GetElapsedTime(begunAt) >= SessionCalls.ResumeTimeout)
                return error;
            await calls.PauseAsync().ConfigureAwait(false);
        }
    }

    private async Task<SpeechError?> AttachOnceAsync(FrameInbox leader, int lead)
    {
        var (state, error) = await calls.AttachAsync(leader.Suspend() with { Owner = _owner, Lead = lead }).ConfigureAwait(false);
        _isLost = state is null;
        if (state is not null)
            AskFor(leader.Align(state.NextFrame));
        else if (error is { Code: SpeechErrorCode.TakenOver })
            _listeners.Replace(null, lead);
        return error;
    }

    /// <summary>Many may ask for it at once.</summary>
    private Task RejoinOnceAsync()
    {
        lock (_lock)
            return _rejoining = _rejoining.IsCompleted ? RejoinAsync() : _rejoining;
    }

    /// <summary>
    /// For who listens in: at the position of the one who is furthest behind, as others leave out what they have had. A session
    /// that was lost is there again when the frontend that leads it has attached it.
    /// </summary>
    private async Task RejoinAsync()
    {
        var begunAt = time.GetTimestamp();
        while (_listeners.Followers.Where(inbox => inbox.IsPlaced).ToArray() is { Length: > 0 } followers)
        {
            foreach (var inbox in followers)
                inbox.Suspend();
            var from = followers.Min(inbox => inbox.NextSequence);
            var (state, error) = await calls.JoinAsync(_owner, from, leads: false).ConfigureAwait(false);
            if (state is not null)
            {
                foreach (var inbox in followers)
                    AskFor(inbox.Align(state.NextFrame));
                return;
            }

            if (error!.Code is SpeechErrorCode.UnknownSession or SpeechErrorCode.BadField && time.GetElapsedTime(begunAt) < SessionCalls.ResumeTimeout)
                await calls.PauseAsync().ConfigureAwait(false);
            else
                End(followers, error);
        }
    }

    /// <summary>Who is too far behind for what is kept has lost a part; the others go on.</summary>
    private void End(FrameInbox[] followers, SpeechError error)
    {
        foreach (var inbox in followers.Where(inbox => error.Code != SpeechErrorCode.Gone || inbox.NextSequence < error.Limit))
        {
            inbox.End(error);
            _listeners.Remove(inbox);
        }
    }
}
