namespace Speeko.Speech.Engines;

/// <summary>Turns one sentence into audio. Thread-safe; at most <see cref="Concurrency"/> sentences run at once.</summary>
public interface ISpeechEngine : IAsyncDisposable
{
    /// <summary>For what nobody listens to.</summary>
    const long NoDeadlineMs = long.MaxValue / 2;

    /// <summary>Name and version of the engine and its data: part of every cache key, for both change the sound.</summary>
    string Version { get; }

    /// <summary>Rate of the samples that <see cref="SynthesizeAsync"/> hands out, in Hz.</summary>
    int SampleRateHz { get; }

    /// <summary>How many sentences are synthesized at the same time; more wait inside the call.</summary>
    int Concurrency { get; }

    /// <summary>What the engine itself says it can speak.</summary>
    IReadOnlyList<Voice> Voices { get; }

    EngineStatistics Statistics { get; }

    /// <summary>Makes the engine ready; <see cref="Voices"/> and <see cref="Version"/> are known afterwards.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Speaks <paramref name="request"/> into <paramref name="sink"/>, block by block as the engine makes them.
    /// Never throws for a text: whatever happens is told by the result, cancellation included.
    /// </summary>
    /// <param name="request">What to speak.</param>
    /// <param name="deadlineMs">Unix time in milliseconds when whoever listens runs dry: the earlier, the more urgent. Or <see cref="NoDeadlineMs"/>.</param>
    /// <param name="sink">Takes the audio.</param>
    /// <param name="cancellationToken">Nobody listens any more.</param>
    Task<SynthesisResult> SynthesizeAsync(
        SynthesisRequest request, long deadlineMs, ISynthesisSink sink, CancellationToken cancellationToken);
}
