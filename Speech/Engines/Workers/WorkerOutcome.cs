namespace Speeko.Speech.Engines.Workers;

internal enum WorkerOutcome
{
    Completed,
    Cancelled,

    /// <summary>The engine said that it could not; the worker is well.</summary>
    Refused,

    /// <summary>The process ended, or what it said made no sense, after it had begun.</summary>
    Died,

    /// <summary>The process ended before it had begun: no fault of the text.</summary>
    Unheard,

    /// <summary>The process did not finish in time.</summary>
    Hung,
}
