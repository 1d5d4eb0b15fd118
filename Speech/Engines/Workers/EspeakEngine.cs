using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Speeko.Speech.Voices;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// espeak-ng in worker processes, for some texts make it crash: a sentence whose worker dies or hangs is tried once more,
/// alone, for the fault may be that of another which the worker spoke by turns with it; and one that brings two down is
/// refused for a while.
/// </summary>
public sealed class EspeakEngine(
    IOptions<SpeechWorkerOptions> options, TimeProvider time, ILogger<EspeakEngine> logger) : ISpeechEngine
{
    public const string Name = "espeak-ng";

    /// <summary>Raised when the worker makes another sound of the same text: what is kept of before is another sentence then.</summary>
    private const int SoundRevision = 2;

    private const int Attempts = 2;

    /// <summary>Workers that end before they begin are an engine that does not work, after so many in a row.</summary>
    private const int MaxUnheard = 8;

    private readonly WorkerPool _pool = new(options.Value, time, logger);
    private readonly RejectedTexts _rejected = new(TimeSpan.FromSeconds(options.Value.RejectionSeconds), time);
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.Value.SegmentTimeoutSeconds);
    private Dictionary<string, string> _identifiers = [];
    private long _syntheses;
    private long _workerSyntheses;

    public string Version { get; private set; } = Name;

    public int SampleRateHz { get; private set; }

    public int Concurrency => options.Value.Concurrency;

    public IReadOnlyList<Voice> Voices { get; private set; } = [];

    public EngineStatistics Statistics =>
        new(Interlocked.Read(ref _syntheses), _pool.Crashes, _pool.Restarts, Interlocked.Read(ref _workerSyntheses));

    /// <summary>Of all workers, spares included.</summary>
    internal IEnumerable<int> WorkerProcessIds => _pool.ProcessIds;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var hello = await _pool.StartAsync(cancellationToken).ConfigureAwait(false);
        var voices = VoiceNaming.Name(hello.Voices, Name);
        Version = $"{Name} {hello.Version}, {SoundRevision}";
        SampleRateHz = hello.SampleRateHz;
        Voices = [.. voices.Select(named => named.Voice)];
        _identifiers = voices.ToDictionary(named => named.Voice.Id, named => named.Identifier, StringComparer.OrdinalIgnoreCase);
        WorkerLog.Started(logger, Version, options.Value.ProcessCount, options.Value.Spares, Voices.Count);
    }

    public async Task<SynthesisResult> SynthesizeAsync(
        SynthesisRequest request, long deadlineMs, ISynthesisSink sink, CancellationToken cancellationToken)
    {
        if (!_identifiers.TryGetValue(request.VoiceId, out var identifier))
            return new SynthesisResult(SynthesisStatus.EngineFailed, $"{Name} has no voice {request.VoiceId}.");
        if (_rejected.Contains(request))
            return Rejected;
        Interlocked.Increment(ref _syntheses);
        var resuming = new ResumingSink(sink);
        WorkerOutcome outcome;
        var (attempts, unheard) = (0, 0);
        while (true)
        {
            outcome = await TryAsync(request, identifier, deadlineMs, resuming, alone: attempts > 0, cancellationToken).ConfigureAwait(false);
            if (outcome == WorkerOutcome.Unheard && ++unheard < MaxUnheard)
                continue;
            if (outcome is not (WorkerOutcome.Died or WorkerOutcome.Hung) || ++attempts == Attempts)
                break;
            resuming.Restart();
        }

        if (outcome == WorkerOutcome.Completed)
            resuming.Complete();
        else if (outcome is WorkerOutcome.Died or WorkerOutcome.Hung)
            _rejected.Add(request);
        return outcome switch
        {
            WorkerOutcome.Completed => SynthesisResult.Completed,
            WorkerOutcome.Cancelled => SynthesisResult.Cancelled,
            WorkerOutcome.Died => Rejected,
            WorkerOutcome.Hung => new SynthesisResult(
                SynthesisStatus.TimedOut, $"{Name} did not finish this text within {_timeout.TotalSeconds} s."),
            _ => new SynthesisResult(SynthesisStatus.EngineFailed, $"{Name} could not speak this text."),
        };
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private static SynthesisResult Rejected => new(
        SynthesisStatus.TextRejected, $"{Name} can not speak this text with this voice: it broke down over it twice.");

    /// <summary>The caller hears of a cancel at once; the worker is awaited behind its back.</summary>
    private async Task<WorkerOutcome> TryAsync(
        SynthesisRequest request,
        string identifier,
        long deadlineMs,
        ResumingSink sink,
        bool alone,
        CancellationToken cancellationToken)
    {
        WorkerProcess worker;
        try
        {
            worker = await _pool.RentAsync(alone, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return WorkerOutcome.Cancelled;
        }
        catch (ObjectDisposedException)
        {
            return WorkerOutcome.Refused;
        }

        var deadline = new CancellationTokenSource(_timeout, time);
        var run = worker.RunAsync(identifier, request, deadlineMs, sink, deadline.Token, cancellationToken);
        var settled = SettleAsync(worker, run, deadline);
        try
        {
            return await settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return WorkerOutcome.Cancelled;
        }
    }

    private async Task<WorkerOutcome> SettleAsync(WorkerProcess worker, Task<WorkerOutcome> run, CancellationTokenSource deadline)
    {
        var outcome = await run.ConfigureAwait(false);
        deadline.Dispose();
        if (outcome == WorkerOutcome.Completed)
            Interlocked.Increment(ref _workerSyntheses);
        else if (outcome == WorkerOutcome.Hung)
            worker.Kill();
        _pool.Return(worker);
        return outcome;
    }
}
