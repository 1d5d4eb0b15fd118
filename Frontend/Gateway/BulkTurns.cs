namespace Speeko.Frontend.Gateway;

/// <summary>
/// Few listeners at a time are served what they are in no hurry for, so that whoever waits for a first sound does not stand
/// behind fifty others who already hear something: in this process and, as it sends no faster, in the network and at the client.
/// While many wait for a first sound there is a turn only now and then, so that the cores are free for what these wait for, also
/// in other processes. A turn ends by itself after a while, for a listener whose network takes nothing must not keep the others
/// waiting. Thread-safe.
/// </summary>
internal sealed class BulkTurns : IDisposable
{
    /// <summary>Of the cores the other half is for first sounds.</summary>
    public static readonly int Places = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Several times what it takes to write a frame to a socket that has room.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(5);

    /// <summary>Who has something in hand does not notice it.</summary>
    public static readonly TimeSpan LongestPause = LongestTurn;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<Turn>> _waiting = new();
    private readonly List<Turn> _running = [];
    private readonly FirstSounds _sounds;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long? _begunAt;

    public BulkTurns(FirstSounds sounds, TimeProvider time)
    {
        (_sounds, _time) = (sounds, time);
        _sounds.Fewer = GoOn;
        _timer = time.CreateTimer(_ => GoOn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Waiting
    {
        get { lock (_lock) return _waiting.Count; }
    }

    private bool HasPlace => _running.Count < Places
        && !(_begunAt is { } begunAt && _time.GetElapsedTime(begunAt) < LongestPause && _sounds.AreMany);

    /// <summary>Waits for a place; to be given back by <see cref="Leave"/>.</summary>
    public ValueTask<Turn> EnterAsync()
    {
        lock (_lock)
        {
            EndLong();
            Fill();
            if (HasPlace)
                return new(Begin());
            var place = new TaskCompletionSource<Turn>();
            _waiting.Enqueue(place);
            if (_waiting.Count == 1)
                _timer.Change(LongestTurn, Timeout.InfiniteTimeSpan);
            return new(place.Task);
        }
    }

    public void Leave(Turn turn)
    {
        lock (_lock)
        {
            if (_running.Remove(turn))
                Fill();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void GoOn()
    {
        lock (_lock)
        {
            EndLong();
            Fill();
            if (_waiting.Count > 0)
                _timer.Change(LongestTurn, Timeout.InfiniteTimeSpan);
        }
    }

    private void EndLong() => _running.RemoveAll(turn => _time.GetElapsedTime(turn.BegunAt) >= LongestTurn);

    private void Fill()
    {
        while (HasPlace && _waiting.TryDequeue(out var next))
            HandOver(next, Begin());
    }

    /// <summary>Behind whatever else waits for a thread: continued in place, one turn after the other would keep this one.</summary>
    private static void HandOver(TaskCompletionSource<Turn> next, Turn turn) =>
        ThreadPool.UnsafeQueueUserWorkItem(static pair => pair.next.SetResult(pair.turn), (next, turn), preferLocal: false);

    private Turn Begin()
    {
        var turn = new Turn(_time.GetTimestamp());
        _begunAt = turn.BegunAt;
        _running.Add(turn);
        return turn;
    }

    internal sealed class Turn(long begunAt)
    {
        public long BegunAt => begunAt;
    }
}
