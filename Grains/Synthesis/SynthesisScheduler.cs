using Microsoft.Extensions.Options;
using Speeko.Grains.Interfaces;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Synthesis;

/// <summary>
/// Decides which sentence the engine speaks next:
/// <code>
/// sentence → let in? → class: listening, ahead, prefetch → owner's turn → earliest deadline → place → engine
///               (1)                 (2)                        (2)              (2)             (2)      (3)
/// </code>
/// Why so, and what may be relied on, stands in <c>docs/decisions/0005-fair-scheduling.md</c>. Thread-safe.
/// </summary>
internal sealed class SynthesisScheduler
{
    /// <summary>One turn in so many is for a prefetch that has lost its patience.</summary>
    public const int TurnsPerPrefetch = 16;

    private static readonly SynthesisClass[] Order = [SynthesisClass.Listening, SynthesisClass.Ahead, SynthesisClass.Prefetch];

    private readonly ISpeechEngine _engine;
    private readonly SynthesisSchedulerOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly FairQueue _queue;
    private readonly EnginePace _pace;
    private readonly Admission _admission;
    private int _running;
    private int _prefetching;
    private int _turnsWithoutPrefetch;

    public SynthesisScheduler(ISpeechEngine engine, IOptions<SynthesisSchedulerOptions> options, TimeProvider time)
    {
        _engine = engine;
        _options = options.Value;
        _time = time;
        _queue = new FairQueue(_options.AheadMs);
        _pace = new EnginePace(time);
        _admission = new Admission(_options, _queue, _pace);
    }

    /// <summary>Whether a prefetch would be let in now.</summary>
    public bool TakesPrefetch
    {
        get { lock (_lock) return _admission.TakesPrefetch; }
    }

    /// <summary>How many of a class wait for their turn.</summary>
    public int Waiting(SynthesisClass line)
    {
        lock (_lock)
            return _queue.Count(line);
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private EnginePlaces Places => new(_engine.Concurrency, _running, _prefetching);

    /// <summary>
    /// Speaks <paramref name="request"/> when its turn has come. Returns the failure, or null when the audio is
    /// complete or <paramref name="cancellationToken"/> was cancelled.
    /// </summary>
    public async Task<SpeechError?> RunAsync(
        SynthesisRequest request, SynthesisTurn turn, ISynthesisSink sink, CancellationToken cancellationToken)
    {
        // 1. Let in at once, or never.
        if (Enter(turn, request.Text.Length) is { } refusal)
            return refusal;

        // 2. Wait for the turn.
        if (!await WaitAsync(turn, cancellationToken).ConfigureAwait(false))
            return turn.Refusal;

        // 3. Speak.
        var spokenChars = 0;
        try
        {
            var result = await _engine.SynthesizeAsync(request, turn.EngineDeadlineMs, sink, cancellationToken).ConfigureAwait(false);
            spokenChars = result.Status == SynthesisStatus.Completed ? turn.Chars : 0;
            return SynthesisFailure.From(result);
        }
        finally
        {
            Leave(turn, spokenChars);
        }
    }

    /// <summary>
    /// Somebody else wants the sentence too, perhaps sooner. Returns false when it is spoken as a prefetch already, for which
    /// the engine takes all the time there is: then a listener is better off with a turn of its own.
    /// </summary>
    public bool Join(SynthesisTurn turn, SynthesisClaim claim)
    {
        lock (_lock)
        {
            if (turn.RunsFor is not null)
                return claim.IsPrefetch || turn.Class != SynthesisClass.Prefetch;
            turn.Add(claim);
            if (turn.IsQueued)
            {
                var nowMs = NowMs;
                _queue.Promote(nowMs);
                _queue.Add(turn, claim, nowMs);
                StartAll();
            }

            return true;
        }
    }

    /// <summary>What a sentence would be answered that is not here yet; null when it would be let in. Nothing comes of it.</summary>
    /// <param name="claim">To it.</param>
    /// <param name="chars">Its length.</param>
    public SpeechError? Judge(SynthesisClaim claim, int chars)
    {
        lock (_lock)
        {
            var nowMs = NowMs;
            _queue.Promote(nowMs);
            return _admission.Judge(new SynthesisTurn(claim) { Chars = chars }, nowMs);
        }
    }

    /// <summary>A listener is turned away: whatever nobody listens to has to go first.</summary>
    public void DropPrefetch()
    {
        lock (_lock)
        {
            var refusal = _admission.PrefetchRefused();
            var dropped = _queue.Owners.SelectMany(owner => owner.All(SynthesisClass.Prefetch))
                .Select(claim => claim.Turn).Where(turn => turn.IsOnlyPrefetch).Distinct().ToArray();
            foreach (var turn in dropped)
            {
                turn.Refusal = refusal;
                turn.TryGiveUp();
                Remove(turn);
            }
        }
    }

    private SpeechError? Enter(SynthesisTurn turn, int chars)
    {
        lock (_lock)
        {
            var nowMs = NowMs;
            _queue.Promote(nowMs);
            turn.Chars = chars;
            if (_admission.Judge(turn, nowMs) is { } refusal)
            {
                if (!turn.IsOnlyPrefetch)
                    DropPrefetch();
                return refusal;
            }

            turn.IsQueued = true;
            foreach (var claim in turn.Claims)
                _queue.Add(turn, claim, nowMs);
            StartAll();
            return null;
        }
    }

    /// <summary>Returns false when the caller gave up first; whoever wins the race over the turn owns it.</summary>
    private async Task<bool> WaitAsync(SynthesisTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Begin.IsCompletedSuccessfully)
            return true;
        await using var _ = cancellationToken.Register(
            static state => ((SynthesisTurn)state!).TryGiveUp(), turn).ConfigureAwait(false);
        await turn.Begin.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (turn.Begin.IsCompletedSuccessfully)
            return true;

        // Left in the queue it would take the place of one who still wants to be spoken.
        lock (_lock)
        {
            Remove(turn);
            _pace.Follow(_queue.Count(SynthesisClass.Listening) > 0);
        }

        return false;
    }

    private void Leave(SynthesisTurn turn, int spokenChars)
    {
        lock (_lock)
        {
            _running--;
            _prefetching -= turn.Class == SynthesisClass.Prefetch ? 1 : 0;
            turn.RunsFor!.Running--;
            _pace.Ended(spokenChars);
            StartAll();
            _queue.Forget(turn.RunsFor);
        }
    }

    private void StartAll()
    {
        var nowMs = NowMs;
        _queue.Promote(nowMs);
        while (Next(nowMs) is { } next)
            Start(next, nowMs);
        _pace.Follow(_queue.Count(SynthesisClass.Listening) > 0);
    }

    private QueuedClaim? Next(long nowMs)
    {
        var places = Places;
        if (_turnsWithoutPrefetch >= TurnsPerPrefetch - 1
            && places.IsOpenTo(SynthesisClass.Listening)
            && _queue.Next(SynthesisClass.Prefetch, places) is { } aged && HasLostPatience(aged, nowMs))
        {
            return aged;
        }

        foreach (var line in Order)
        {
            if (places.IsOpenTo(line) && _queue.Next(line, places) is { } next)
                return next;
        }

        return null;
    }

    private void Start(QueuedClaim claim, long nowMs)
    {
        var turn = claim.Turn;
        var owner = _queue.OwnerOf(claim.Owner);
        turn.EngineDeadlineMs = EngineDeadlineMs(claim, owner, nowMs);
        turn.Class = turn.IsOnlyPrefetch || claim.Class != SynthesisClass.Prefetch ? claim.Class : SynthesisClass.Listening;
        Remove(turn);
        if (!turn.TryBegin())
            return;
        _queue.Charge(claim);
        turn.RunsFor = owner;
        owner.Running++;
        _running++;
        _prefetching += turn.Class == SynthesisClass.Prefetch ? 1 : 0;
        _turnsWithoutPrefetch = claim.Class == SynthesisClass.Prefetch ? 0 : _turnsWithoutPrefetch + 1;
    }

    /// <summary>
    /// An engine that speaks many sentences by turns prefers the earliest deadline too. What an owner has many of is told to
    /// be a little later: of those who ask in the same moment each owner's first goes before any owner's second. A millisecond
    /// each is less than the first block of a sentence plays, so it keeps nobody's first word waiting for longer than that.
    /// </summary>
    private long EngineDeadlineMs(QueuedClaim claim, OwnerQueue owner, long nowMs) => claim.Class switch
    {
        SynthesisClass.Listening => Math.Max(claim.DueMs, nowMs + owner.Running),
        SynthesisClass.Ahead => claim.DueMs,
        _ when HasLostPatience(claim, nowMs) => nowMs + _options.AheadMs,
        _ => ISpeechEngine.NoDeadlineMs,
    };

    private bool HasLostPatience(QueuedClaim claim, long nowMs) =>
        nowMs - claim.SinceMs >= 1000L * _options.PrefetchPatienceSeconds;

    private void Remove(SynthesisTurn turn)
    {
        _queue.Remove(turn);
        turn.IsQueued = false;
    }
}
