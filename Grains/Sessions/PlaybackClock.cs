namespace Speeko.Grains.Sessions;

/// <summary>Reckons when a listener that plays what it gets, as soon as it gets it, has nothing left to play.</summary>
internal sealed class PlaybackClock(TimeProvider time)
{
    private long _dryAtMs;

    /// <summary>Unix time in milliseconds; now when the listener has nothing.</summary>
    public long RunsDryAtMs() => Math.Max(_dryAtMs, time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Milliseconds of audio that the listener has in hand.</summary>
    public long InHandMs() => RunsDryAtMs() - time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The listener waits for something else than what was sent so far.</summary>
    public void Restart() => _dryAtMs = 0;

    /// <summary>It has no more in hand than this: what is beyond it was played faster.</summary>
    public void Limit(long ms)
    {
        if (InHandMs() > ms)
            _dryAtMs = time.GetUtcNow().ToUnixTimeMilliseconds() + ms;
    }

    /// <param name="playedMs">Milliseconds of audio that were sent just now.</param>
    public void Advance(long playedMs) => _dryAtMs = RunsDryAtMs() + playedMs;
}
