namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>
/// Plays what is heard in real time, and takes no more than it has room for, as a telephone or a browser does. Its time passes
/// while it waits for sound and while it has no room; where the test itself is late, it stands still: nobody is to blame for that.
/// </summary>
/// <param name="buffer">How much of it may wait to be played.</param>
internal sealed class Playback(TimeSpan buffer)
{
    private const double BytesPerMs = 22050 * 2 / 1000.0;

    private long _waitsSince;
    private double _inHandMs;

    public bool HasBegun { get; private set; }

    /// <summary>Has played for as long, pauses for want of sound included.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>What is left to be played, at this moment.</summary>
    public TimeSpan InHand
    {
        get
        {
            var since = Volatile.Read(ref _waitsSince);
            var waited = since == 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(since);
            return TimeSpan.FromMilliseconds(Volatile.Read(ref _inHandMs)) - waited;
        }
    }

    /// <summary>How often it had nothing left to play.</summary>
    public int Underruns { get; private set; }

    /// <summary>Waits for what comes next. Returns it, and for how long it was waited for.</summary>
    public async Task<(T Next, TimeSpan Waited)> WaitAsync<T>(Func<Task<T>> receive)
    {
        Volatile.Write(ref _waitsSince, TimeProvider.System.GetTimestamp());
        var next = await receive();
        var waited = TimeProvider.System.GetElapsedTime(_waitsSince);
        Volatile.Write(ref _waitsSince, 0);
        if (HasBegun)
            Pass(waited);
        return (next, waited);
    }

    /// <summary>Returns when there is room for more.</summary>
    public async Task TakeAsync(int bytes)
    {
        HasBegun = true;
        Volatile.Write(ref _inHandMs, _inHandMs + (bytes / BytesPerMs));
        var full = TimeSpan.FromMilliseconds(_inHandMs) - buffer;
        if (full <= TimeSpan.Zero)
            return;
        await Task.Delay(full, TimeProvider.System);
        Pass(full);
    }

    private void Pass(TimeSpan time)
    {
        Elapsed += time;
        var left = _inHandMs - time.TotalMilliseconds;
        Underruns += left < 0 ? 1 : 0;
        Volatile.Write(ref _inHandMs, Math.Max(0, left));
    }
}
