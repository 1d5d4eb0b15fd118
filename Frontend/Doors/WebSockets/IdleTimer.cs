namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>Cancels a connection on which nothing has happened for a while. Postponing is cheap: it only notes the time.</summary>
internal sealed class IdleTimer(TimeSpan limit, TimeProvider time)
{
    private long _lastAction = time.GetTimestamp();

    public bool HasExpired { get; private set; }

    public void Postpone() => Volatile.Write(ref _lastAction, time.GetTimestamp());

    /// <summary>Looks every quarter of the limit, so a connection lives at most a quarter longer than it has to.</summary>
    public ITimer Start(CancellationTokenSource connection) => time.CreateTimer(
        _ =>
        {
            if (HasExpired || time.GetElapsedTime(Volatile.Read(ref _lastAction)) < limit)
                return;
            HasExpired = true;
            try
            {
                connection.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The connection ended while this tick was under way. On a timer's thread nobody else would catch it.
            }
        },
        state: null,
        limit / 4,
        limit / 4);
}
