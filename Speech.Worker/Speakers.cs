using System.Collections.Concurrent;

namespace Speeko.Speech.Worker;

/// <summary>
/// Gives each job to a speaker that has none. Starts with one speaker; others are made when jobs come, some ahead of the
/// need, so that a worker that has little to do stays small. Thread-safe.
/// </summary>
internal sealed class Speakers
{
    /// <summary>Speakers without a job that are kept ready for a rush: each takes some milliseconds to make.</summary>
    private const int Reserve = 8;

    private readonly Lock _lock = new();
    private readonly Turns _turns = new(TimeProvider.System);
    private readonly List<Speaker> _idle = [];
    private readonly PriorityQueue<Job, long> _waiting = new();
    private readonly ConcurrentDictionary<int, Job> _jobs = [];
    private readonly Signal _jobCame = new();
    private readonly Stream _output;
    private readonly int _limit;

    public Speakers(Espeak first, Stream output, int limit)
    {
        (_output, _limit) = (output, limit);
        Add(first);
        new Thread(Grow) { IsBackground = true, Name = "grow" }.Start();
    }

    public void Give(Job job)
    {
        _jobs[job.Id] = job;
        lock (_lock)
        {
            if (TakeIdle(job.Voice) is { } speaker)
                speaker.Give(job);
            else
                _waiting.Enqueue(job, job.DryAtMs);
        }

        _jobCame.Set();
    }

    public void Cancel(int jobId)
    {
        if (_jobs.TryGetValue(jobId, out var job))
            job.Cancel();
    }

    private void Grow()
    {
        for (var count = 1; count < _limit; count++)
        {
            while (HasReserve())
                _jobCame.Wait();
            if (EspeakLibrary.TryCopy() is not { } copy)
            {
                Console.Error.WriteLine("The system loads no library from memory: one sentence is spoken after the other.");
                return;
            }

            Add(new Espeak(copy));
        }
    }

    private bool HasReserve()
    {
        lock (_lock)
            return _idle.Count >= Reserve || (_idle.Count > 0 && _jobs.IsEmpty);
    }

    private void Add(Espeak engine) => Free(new Speaker(engine, new JobOutput(_output, TimeProvider.System), _turns, OnFinished));

    private void OnFinished(Speaker speaker, Job job)
    {
        _jobs.TryRemove(job.Id, out _);
        Free(speaker);
    }

    private void Free(Speaker speaker)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out var next, out _))
                speaker.Give(next);
            else
                _idle.Add(speaker);
        }
    }

    /// <summary>Rather one that has the voice, then the one that spoke last: what it needs is still in the processor's cache.</summary>
    private Speaker? TakeIdle(string voice)
    {
        if (_idle.Count == 0)
            return null;
        var index = _idle.FindLastIndex(speaker => speaker.Voice == voice);
        index = index < 0 ? _idle.Count - 1 : index;
        var taken = _idle[index];
        _idle.RemoveAt(index);
        return taken;
    }
}
