namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>
/// Plays what is heard in real time, and takes no more than it has room for, as a telephone or a browser does. Who ran dry because
/// the test itself was late has nobody to blame, and is not counted until there is something in hand again.
/// </summary>
/// <param name="buffer">How much of it may wait to be played.</param>
/// <param name="head">It begins to play when it has so much, as those do who know that networks and machines are busy at times.</param>
internal sealed class Playback(TimeSpan buffer, TimeSpan head = default)
{
    private const double BytesPerMs = 22050 * 2 / 1000.0;

    private long _startedAt;
    private TimeSpan _taken;
    private TimeSpan _silent;
    private bool _isExcused;

    public bool HasBegun => _startedAt != 0;

    /// <summary>Has played so much; pauses for want of sound do not count.</summary>
    public TimeSpan Played => HasBegun ? TimeProvider.System.GetElapsedTime(_startedAt) - _silent : TimeSpan.Zero;

    /// <summary>What is left to be played, at this moment.</summary>
    public TimeSpan InHand => _taken - Played;

    /// <summary>The least that was left when the next came, since it was last set; of who ran dry, nothing.</summary>
    public TimeSpan LeastInHand { get; set; } = TimeSpan.MaxValue;

    /// <summary>How often it had nothing left to play, for want of sound.</summary>
    public int Underruns { get; private set; }

    /// <summary>Waits for what comes next. Returns it, and for how long it was waited for.</summary>
    public async Task<(T Next, TimeSpan Waited)> WaitAsync<T>(Func<Task<T>> receive)
    {
        _isExcused = PauseIfDry() || (_isExcused && InHand < buffer / 2);
        var since = TimeProvider.System.GetTimestamp();
        var next = await receive();
        var waited = TimeProvider.System.GetElapsedTime(since);
        if (PauseIfDry() && !_isExcused)
            Underruns++;
        LeastInHand = InHand < LeastInHand ? InHand : LeastInHand;
        return (next, waited);
    }

    /// <summary>Returns when there is room for more.</summary>
    public Task TakeAsync(int bytes)
    {
        _taken += TimeSpan.FromMilliseconds(bytes / BytesPerMs);
        if (!HasBegun && _taken >= head)
            _startedAt = TimeProvider.System.GetTimestamp();
        return InHand - buffer is var full && full > TimeSpan.Zero ? Task.Delay(full, TimeProvider.System) : Task.CompletedTask;
    }

    /// <summary>It plays on with what comes next.</summary>
    private bool PauseIfDry()
    {
        if (!HasBegun || InHand is not { Ticks: < 0 } lacking)
            return false;
        _silent -= lacking;
        return true;
    }
}
