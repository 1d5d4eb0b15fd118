namespace Speeko.Speech.Engines;

/// <summary>Counters since the start of the engine.</summary>
/// <param name="Syntheses">Sentences begun, each counted once however often it was tried.</param>
/// <param name="WorkerCrashes">Engine processes that died, hung or answered nonsense.</param>
/// <param name="WorkerRestarts">Engine processes started in the place of those.</param>
/// <param name="WorkerSyntheses">Sentences of which an engine process has said that it spoke them to the end.</param>
public readonly record struct EngineStatistics(long Syntheses, long WorkerCrashes, long WorkerRestarts, long WorkerSyntheses);
