namespace Speeko.Grains.Sessions;

/// <summary>
/// How long a session waits for the listener who leads it. Whoever leads is heard of now and then, whatever it does; when it
/// has not been for the length of the lease, it is gone. Belongs to one grain, so it needs no lock.
/// </summary>
internal sealed class SessionLease(TimeSpan length, TimeProvider time)
{
    private long _renewedAt = time.GetTimestamp();

    public TimeSpan Length => length;

    /// <summary>How often it is worth a look.</summary>
    public TimeSpan Period => length / 3;

    /// <summary>The frontend that leads; null before the first.</summary>
    public string? Leader { get; private set; }

    public bool IsOver => time.GetElapsedTime(_renewedAt) >= length;

    /// <summary>Returns who led before.</summary>
    public string? Lead(string frontend)
    {
        var before = Leader;
        Leader = frontend;
        Renew();
        return before;
    }

    public void Renew() => _renewedAt = time.GetTimestamp();
}
