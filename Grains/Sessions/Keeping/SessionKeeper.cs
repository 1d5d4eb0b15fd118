namespace Speeko.Grains.Sessions.Keeping;

/// <summary>
/// Writes one session down behind its back: a while after it has changed, so that what comes and goes within that time costs
/// nothing; not more than once a second, for who takes all it gets changes it all the time; and the seldomer the larger it is.
/// Belongs to one grain, so it needs no lock.
/// </summary>
/// <param name="id">Of the session.</param>
/// <param name="store">Where.</param>
/// <param name="take">What there is to be written.</param>
/// <param name="incarnation">Of the activation that writes it.</param>
/// <param name="lease">Of the session: unchanged, it is written once in a lease, and forgotten after three.</param>
/// <param name="time">For the pauses.</param>
internal sealed class SessionKeeper(
    Guid id, ISessionStore store, Func<KeptSession> take, Func<long> incarnation, TimeSpan lease, TimeProvider time)
{
    /// <summary>What is lost with a silo is not older, where somebody listens at the speed of speech.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>A session with a whole book to say does not keep the store busy.</summary>
    private const int BytesPerMs = 1000;

    private Task _writing = Task.CompletedTask;
    private bool _isDue;
    private bool _isKept;
    private bool _isOver;
    private long _writtenAt;
    private int _bytes;

    public void Changed()
    {
        _isDue = true;
        if (_writing.IsCompleted && !_isOver)
            _writing = WriteSoonAsync();
    }

    /// <summary>The session is alive, whether it has changed or not.</summary>
    public void Refresh()
    {
        if (_isKept && time.GetElapsedTime(_writtenAt) >= lease)
            Changed();
    }

    /// <summary>It goes on elsewhere: writes it a last time.</summary>
    public async Task PassOnAsync()
    {
        if (_isOver)
            return;
        _isOver = true;
        if (!await IsTakenUpAsync())
            await store.WriteAsync(id, take(), 3 * lease);
    }

    /// <summary>This silo writes it no more.</summary>
    public void Stop() => _isOver = true;

    /// <summary>It has come to its end.</summary>
    public void Forget()
    {
        _isOver = true;
        if (_isKept)
            ForgetAsync().Ignore();
    }

    /// <summary>
    /// A cluster that has lost a silo may forget where an activation is that lives on. Then another one has taken the session
    /// up, and what is kept is of that one.
    /// </summary>
    public async Task<bool> IsTakenUpAsync() =>
        await store.FindAsync(id) is { } kept && FrameLog.IncarnationOf(kept.NextFrame) > incarnation();

    private async Task ForgetAsync()
    {
        if (!await IsTakenUpAsync())
            await store.ForgetAsync(id);
    }

    private async Task WriteSoonAsync()
    {
        while (_isDue && !_isOver)
        {
            await Task.Delay(PauseNow(), time);
            if (_isOver)
                return;
            (_isDue, _isKept, _writtenAt) = (false, true, time.GetTimestamp());
            _bytes = await store.WriteAsync(id, take(), 3 * lease);
        }
    }

    private TimeSpan PauseNow()
    {
        var rest = _isKept ? Period + TimeSpan.FromMilliseconds(_bytes / BytesPerMs) - time.GetElapsedTime(_writtenAt) : Pause;
        return rest > Pause ? rest : Pause;
    }
}
