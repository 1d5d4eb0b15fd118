namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>Tells when nothing has happened for a while. Postponing is cheap: it only notes the time.</summary>
internal sealed class IdleTimer(TimeSpan limit, TimeProvider time)
{
    private long _lastAction = time.GetTimestamp();
    private volatile bool _isBusy;

    public void Postpone() => Volatile.Write(ref _lastAction, time.GetTimestamp());

    /// <summary>Something is being answered, which may take longer than the limit.</summary>
    public void BeginAnswer() => _isBusy = true;

    public void EndAnswer()
    {
        Postpone();
        _isBusy = false;
    }

    /// <summary>Looks every quarter of the limit, so a connection lives at most a quarter longer than it has to.</summary>
    /// <param name="expired">Called on a timer's thread, again at each look; must not throw.</param>
    public ITimer Start(Action expired) => time.CreateTimer(
        _ =>
        {
            if (!_isBusy && time.GetElapsedTime(Volatile.Read(ref _lastAction)) >= limit)
                expired();
        },
        state: null,
        limit / 4,
        limit / 4);
}
