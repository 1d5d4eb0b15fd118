using Speeko.Speech.Engines;

namespace Speeko.Speech.Worker;

/// <param name="id">As the silo numbers it.</param>
/// <param name="rate">1 is the voice's own speed.</param>
/// <param name="voice">The engine's identifier of the voice.</param>
/// <param name="text">One sentence.</param>
/// <param name="deadlineMs">Unix time in milliseconds when its listener has nothing left to play.</param>
internal sealed class Job(int id, double rate, string voice, string text, long deadlineMs)
{
    private volatile bool _isCancelled;

    public int Id => id;

    public double Rate => rate;

    public string Voice => voice;

    public string Text => text;

    /// <summary>Audio made so far. Belongs to whoever has the turn.</summary>
    public long MadeMs { get; set; }

    /// <summary>When the listener runs dry, with what was made so far; a job that is cancelled only has to hear of it.</summary>
    public long DryAtMs => _isCancelled ? long.MinValue : deadlineMs + MadeMs;

    /// <summary>Nobody waits for it.</summary>
    public bool HasNoDeadline => deadlineMs >= ISpeechEngine.NoDeadlineMs;

    public bool IsCancelled => _isCancelled;

    /// <summary>From any thread; the engine stops at its next block.</summary>
    public void Cancel() => _isCancelled = true;
}
