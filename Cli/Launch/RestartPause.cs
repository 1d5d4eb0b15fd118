namespace Speeko.Cli.Launch;

/// <summary>How long to wait before a restart: longer each time, and short again after a run that lasted.</summary>
internal sealed class RestartPause(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(60);

    private TimeSpan _next = Shortest;
    private long _began;

    /// <summary>A run begins.</summary>
    public void Begin() => _began = time.GetTimestamp();

    public TimeSpan Next()
    {
        if (time.GetElapsedTime(_began) > Lasting)
            _next = Shortest;
        _began = time.GetTimestamp();
        var pause = _next;
        _next = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, Longest.Ticks));
        return pause;
    }
}
