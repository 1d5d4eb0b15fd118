using Speeko.Speech.Engines;

namespace Speeko.Speech.Worker;

/// <summary>One engine on a thread of its own, which speaks whatever job it is given when it is its turn.</summary>
internal sealed class Speaker : ISpeaking
{
    private readonly Signal _given = new();
    private readonly Espeak _engine;
    private readonly JobOutput _output;
    private readonly Turns _turns;
    private readonly Action<Speaker, Job> _finished;
    private Job? _job;

    /// <param name="engine">Of this speaker alone.</param>
    /// <param name="output">Of this speaker alone; what it writes to is used by whoever has the turn.</param>
    /// <param name="turns">Shared by all speakers.</param>
    /// <param name="finished">Called when it has spoken a job, and has none.</param>
    public Speaker(Espeak engine, JobOutput output, Turns turns, Action<Speaker, Job> finished)
    {
        (_engine, _output, _turns, _finished) = (engine, output, turns, finished);
        new Thread(Run) { IsBackground = true, Name = "speaker" }.Start();
    }

    public string Voice => _engine.Voice;

    public void Give(Job job)
    {
        Volatile.Write(ref _job, job);
        _given.Set();
    }

    public void Audio(ReadOnlySpan<short> samples) => _output.Audio(samples);

    public void Mark(SpeechMark mark) => _output.Mark(mark);

    public bool GoOn()
    {
        var job = _job!;
        if (_turns.MustYield(job))
        {
            _output.Pause();
            _turns.Yield(job);
        }

        return !job.IsCancelled;
    }

    private void Run()
    {
        while (true)
        {
            _given.Wait();
            var job = _job!;
            _turns.Enter(job);
            _output.Begin(job);
            _output.Done(_engine.Speak(job, this));
            _turns.Leave(job);
            _finished(this, job);
        }
    }
}
