namespace Speeko.Speech.Worker;

/// <summary>
/// Which job of this process speaks: one at a time, for they share a core, and the one whose listener runs dry first. After
/// each block of sound it may have to give way, so that a first word waits for a block and not for a sentence. That is
/// earliest deadline first with preemption (Liu and Layland, 1973), where the deadline moves on with every block made.
/// Jobs whose listeners have plenty in hand are spoken to their end one after the other, whoever is furthest ahead first:
/// shared out evenly they would all end at the same time, and all ask for their next word at the same time.
/// What nobody listens to comes last. Thread-safe; each job belongs to one thread.
/// </summary>
internal sealed class Turns(TimeProvider time)
{
    /// <summary>Between jobs that all have something to play, changing more often would only cost.</summary>
    private const int LeadMs = 500;

    /// <summary>A listener with so much in hand is in no hurry.</summary>
    private const int PlentyMs = 2000;

    private readonly Lock _lock = new();
    private readonly List<Waiting> _waiting = [];
    private volatile int _waitingCount;
    private Job? _speaks;

    /// <summary>How many wait for their turn.</summary>
    public int WaitingCount => _waitingCount;

    /// <summary>Waits until it is this job's turn.</summary>
    public void Enter(Job job)
    {
        Waiting waiting;
        lock (_lock)
        {
            if (_speaks is null)
            {
                _speaks = job;
                return;
            }

            waiting = Add(job);
        }

        waiting.Wait();
    }

    /// <summary>Whether another is more urgent than the one that speaks.</summary>
    public bool MustYield(Job job)
    {
        if (_waitingCount == 0)
            return false;
        lock (_lock)
            return MostUrgent() is { } other && Overtakes(other.Job, job, NowMs());
    }

    /// <summary>Lets the most urgent one speak, and waits until it is this one's turn again.</summary>
    public void Yield(Job job)
    {
        Waiting waiting;
        lock (_lock)
        {
            waiting = Add(job);
            PassOn();
        }

        waiting.Wait();
    }

    public void Leave(Job job)
    {
        lock (_lock)
            PassOn();
    }

    /// <summary>Who has nothing to play yet comes before those who have, and otherwise it takes a clear lead.</summary>
    private static bool Overtakes(Job waiting, Job speaking, long nowMs)
    {
        if (HasPlenty(waiting, nowMs))
            return speaking.HasNoDeadline && !waiting.HasNoDeadline;
        var leadMs = waiting.MadeMs == 0 || HasPlenty(speaking, nowMs) ? 0 : LeadMs;
        return waiting.DryAtMs + leadMs < speaking.DryAtMs;
    }

    private static bool HasPlenty(Job job, long nowMs) => job.DryAtMs >= nowMs + PlentyMs;

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private Waiting Add(Job job)
    {
        var waiting = new Waiting(job);
        _waiting.Add(waiting);
        _waitingCount = _waiting.Count;
        return waiting;
    }

    private void PassOn()
    {
        var next = MostUrgent();
        _speaks = next?.Job;
        if (next is null)
            return;
        _waiting.Remove(next);
        _waitingCount = _waiting.Count;
        next.Go();
    }

    private Waiting? MostUrgent()
    {
        var nowMs = NowMs();
        Waiting? hurried = null;
        Waiting? ahead = null;
        Waiting? unheard = null;
        foreach (var waiting in _waiting)
        {
            if (waiting.Job.HasNoDeadline && !waiting.Job.IsCancelled)
                unheard ??= waiting;
            else if (HasPlenty(waiting.Job, nowMs))
                ahead = ahead?.Job.DryAtMs >= waiting.Job.DryAtMs ? ahead : waiting;
            else
                hurried = hurried?.Job.DryAtMs <= waiting.Job.DryAtMs ? hurried : waiting;
        }

        return hurried ?? ahead ?? unheard;
    }

    private sealed record Waiting(Job Job)
    {
        private readonly Signal _go = new();

        public void Go() => _go.Set();

        public void Wait() => _go.Wait();
    }
}
