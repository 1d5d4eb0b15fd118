namespace Speeko.Frontend.Gateway;

/// <summary>
/// Few listeners at a time are served what they are in no hurry for, so that whoever waits for a first sound does not stand
/// behind fifty others who already hear something: in this process and, as it sends no faster, in the network and at the client.
/// A turn ends by itself after a while, for a listener whose network takes nothing must not keep the others waiting. Thread-safe.
/// </summary>
internal sealed class BulkTurns : IDisposable
{
    /// <summary>Of the cores the other half is for first sounds.</summary>
    public static readonly int Places = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Several times what it takes to write a frame to a socket that has room.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<Turn>> _waiting = new();
    private readonly List<Turn> _running = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public BulkTurns(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => GoOn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Waiting
    {
        get { lock (_lock) return _waiting.Count; }
    }

    /// <summary>Waits for a place; to be given back by <see cref="Leave"/>.</summary>
    public ValueTask<Turn> EnterAsync()
    {
        lock (_lock)
        {
            EndLong();
            Fill();
            if (_running.Count < Places)
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
        while (_running.Count < Places && _waiting.TryDequeue(out var next))
            HandOver(next, Begin());
    }

    /// <summary>Behind whatever else waits for a thread: continued in place, one turn after the other would keep this one.</summary>
    private static void HandOver(TaskCompletionSource<Turn> next, Turn turn) =>
        ThreadPool.UnsafeQueueUserWorkItem(static pair => pair.next.SetResult(pair.turn), (next, turn), preferLocal: false);

    private Turn Begin()
    {
        var turn = new Turn(_time.GetTimestamp());
        _running.Add(turn);
        return turn;
    }

    internal sealed class Turn(long begunAt)
    {
        public long BegunAt => begunAt;
    }
}
