using System.ComponentModel.DataAnnotations;

namespace Speeko.Speech.Engines.Workers;

public sealed class SpeechWorkerOptions
{
    public const string Section = "SpeechWorkers";

    /// <summary>Engine processes that speak at the same time, 0 to 256; 0 means one per core.</summary>
    [Range(0, 256)]
    public int Workers { get; set; }

    /// <summary>Engine processes that wait, warm, to take the place of one that dies, 0 to 16.</summary>
    [Range(0, 16)]
    public int Spares { get; set; } = 1;

    /// <summary>The worker's assembly; empty: <c>worker/Speeko.Speech.Worker.dll</c> beside the host.</summary>
    public string WorkerPath { get; set; } = "";

    /// <summary>A worker that has not finished a sentence after this many seconds is taken for hung, 0.1 to 600.</summary>
    [Range(0.1, 600)]
    public double SegmentTimeoutSeconds { get; set; } = 10;

    /// <summary>How long a text that brought two workers down is refused, in seconds, 1 to 86,400.</summary>
    [Range(1, 86_400)]
    public double RejectionSeconds { get; set; } = 600;

    /// <summary>How long a worker may take to start, in seconds, 1 to 600.</summary>
    [Range(1, 600)]
    public double StartTimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// Sentences that one process speaks by turns, 1 to 64: a first word then waits for a block of another's sound and not for
    /// its sentence. Each costs 1.5 MB.
    /// </summary>
    [Range(1, 64)]
    public int SentencesPerWorker { get; set; } = 32;

    /// <summary>
    /// By how much the engines give way to what else runs on the machine, 0 to 19: whoever asks, and above all who is refused, is to
    /// have an answer at once. Not on Windows.
    /// </summary>
    [Range(0, 19)]
    public int Niceness { get; set; } = 5;

    public int ProcessCount => Workers > 0 ? Workers : Environment.ProcessorCount;

    public int Concurrency => ProcessCount * SentencesPerWorker;

    public string ResolvedWorkerPath => WorkerPath.Length > 0
        ? WorkerPath
        : Path.Combine(AppContext.BaseDirectory, "worker", "Speeko.Speech.Worker.dll");
}
