namespace Speeko.Grains.Sessions.Keeping;

/// <summary>
/// Writes one session down behind its back: a while after it has come further, and a moment after something was asked of it; each
/// once a second, but for a few in a row that were asked, and the seldomer the larger it is. What could not be written is written
/// later. Belongs to one grain, so it needs no lock.
/// </summary>
/// <param name="id">Of the session.</param>
/// <param name="store">Where.</param>
/// <param name="take">What there is to be written; null while it has to wait.</param>
/// <param name="incarnation">Of the activation that writes it.</param>
/// <param name="lease">Of the session: unchanged, it is written once in a lease, and forgotten after three.</param>
/// <param name="takenUp">Called when another activation turns out to have taken the session up, and this one to be of no use.</param>
/// <param name="time">For the pauses.</param>
internal sealed class SessionKeeper(
    Guid id, ISessionStore store, Func<KeptSession?> take, Func<long> incarnation, TimeSpan lease, Action takenUp, TimeProvider time)
{
    /// <summary>What comes and goes within it costs nothing.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(50);

    /// <summary>What is lost with a silo is not older, where somebody listens at the speed of speech.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Between two writes of a kind, at least: who takes all it gets changes it all the time.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>So many texts may follow one another, as in a conversation, and each is written at once.</summary>
    private const int UrgentInARow = 3;

    /// <summary>A session with a whole book to say does not keep the store busy.</summary>
    private const int BytesPerMs = 1000;

    private readonly WritePace _urgentPace = new(UrgentInARow, Period, time);
    private Task _writing = Task.CompletedTask;
    private Task? _passingOn;
    private TaskCompletionSource _urgent = new();
    private bool _isDue;
    private bool _isOver;
    private long? _writtenAt;
    private int _bytes;

    /// <summary>What a write costs beside a period.</summary>
    private TimeSpan PauseForSize => TimeSpan.FromMilliseconds(_bytes / BytesPerMs);

    /// <summary>Until it may be written again.</summary>
    private TimeSpan Rest => _writtenAt is { } at ? Period + PauseForSize - time.GetElapsedTime(at) : TimeSpan.Zero;

    /// <param name="isUrgent">Nobody else may know of it, as of what was asked for.</param>
    public void Changed(bool isUrgent = false)
    {
        _isDue = true;
        if (isUrgent)
            _urgent.TrySetResult();
        if (_writing.IsCompleted && !_isOver)
            _writing = WriteSoonAsync();
    }

    /// <summary>The session is alive, whether it has changed or not.</summary>
    public void Refresh()
    {
        if (_writtenAt is { } at && time.GetElapsedTime(at) >= lease)
            Changed();
    }

    /// <summary>It goes on elsewhere: writes it a last time.</summary>
    public Task PassOnAsync() => _passingOn ??= WriteLastAsync();

    /// <summary>It has come to its end.</summary>
    /// <param name="end">Written for a lease, in which every frontend asks for its sessions; null where nobody needs to know.</param>
    public void Forget(KeptSession? end = null)
    {
        _isOver = true;
        if (end is not null)
            store.WriteAsync(id, end with { IsOver = true }, lease).Ignore();
        else if (_writtenAt is not null)
            store.ForgetAsync(id, incarnation()).Ignore();
    }

    /// <summary>It is not for this activation to write it any more.</summary>
    public void Leave() => _isOver = true;

    public Task<bool> IsTakenUpAsync() => store.IsTakenUpAsync(id, incarnation());

    private async Task WriteLastAsync()
    {
        if (_isOver || (_writtenAt is null && !_isDue))
            return;
        _isOver = true;
        if (take() is { } kept)
            await store.WriteAsync(id, kept with { IsLast = true }, 3 * lease);
    }

    private async Task WriteSoonAsync()
    {
        while (_isDue && !_isOver)
        {
            // What is urgent does not wait for what was to be written later.
            await _urgent.Task.WaitAsync(Longer(Pause, Rest), time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (_urgent.Task.IsCompleted)
                await Task.Delay(Longer(ShortPause, _urgentPace.Rest), time);
            if (_isOver)
                return;
            await WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        if (take() is not { } kept)
            return;
        (_isDue, _writtenAt) = (false, time.GetTimestamp());
        if (_urgent.Task.IsCompleted)
        {
            _urgent = new TaskCompletionSource();
            _urgentPace.Take(PauseForSize);
        }

        (var outcome, _bytes) = await store.WriteAsync(id, kept, 3 * lease);
        _isDue |= outcome == SessionWriteOutcome.Failed;
        if (outcome != SessionWriteOutcome.TakenUp || _isOver)
            return;
        _isOver = true;
        takenUp();
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
