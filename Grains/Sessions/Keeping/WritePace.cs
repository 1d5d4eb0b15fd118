namespace Speeko.Grains.Sessions.Keeping;

/// <summary>How soon something may be done again: so often in a row, then once a period (a generic cell rate algorithm).</summary>
internal sealed class WritePace(int burst, TimeSpan period, TimeProvider time)
{
    private readonly long _begunAt = time.GetTimestamp();
    private TimeSpan _paidUpTo;

    /// <summary>From now; not above zero where it may be done at once.</summary>
    public TimeSpan Rest => _paidUpTo - ((burst - 1) * period) - Now;

    private TimeSpan Now => time.GetElapsedTime(_begunAt);

    /// <summary>It is done now.</summary>
    /// <param name="more">That it costs beside a period.</param>
    public void Take(TimeSpan more) => _paidUpTo = (_paidUpTo > Now ? _paidUpTo : Now) + period + more;
}
