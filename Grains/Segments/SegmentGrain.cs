using Orleans.Concurrency;
using Orleans.Placement;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Statistics;
using Speeko.Grains.Synthesis;

namespace Speeko.Grains.Segments;

/// <summary>
/// See <see cref="ISegmentGrain"/>: memory → Redis → engine. Lives on the silo of its first reader, so that unique text costs
/// no further hop; and no longer than its audio is wanted, for an activation takes memory too.
/// </summary>
[Reentrant, PreferLocalPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class SegmentGrain(
    SynthesisScheduler scheduler,
    SegmentMaker maker,
    SegmentMemory memory,
    SegmentsHere here,
    AudioPages pages,
    SpeechCounters counters,
    SiloStop siloStop,
    TimeProvider time)
    : Grain, ISegmentGrain, IDisposable
{
    /// <summary>Each with what a read of its that waits is answered when it is to wait no more.</summary>
    private readonly Dictionary<Guid, TaskCompletionSource<SegmentPart>> _readers = [];
    private CancellationTokenRegistration _siloStops;
    private SegmentAudio? _audio;
    private SynthesisTurn? _turn;
    private CancellationTokenSource? _stop;
    private bool _isPrefetched;
    private bool _isShared;
    private bool _isEvicted;

    private bool IsWanted => _readers.Count > 0 || _isPrefetched || (_audio is { Error: null } && !_isEvicted);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _siloStops = siloStop.Register(GrainContext, SendReadersElsewhere);
        here.Add(this.GetPrimaryKeyString(), this);
        return Task.CompletedTask;
    }

    public async ValueTask<SegmentPart> Read(
        Guid reader, SegmentRequest request, int fromByte, int fromMark, SegmentDemand demand, bool byName)
    {
        // 1. Join what there is, or make somebody speak.
        var isKnown = _audio is { IsFinished: true, Error: null };
        var audio = Join(reader, request, isFirstRead: fromByte == 0 && fromMark == 0);
        if (byName && isKnown && fromByte == 0)
            return audio.Named(this.GetPrimaryKeyString(), request);

        // 2. Wait for news.
        SegmentPart? part;
        while ((part = audio.TryRead(fromByte, fromMark, demand, out var changed)) is null)
        {
            if (!_readers.TryGetValue(reader, out var left))
                return SegmentPart.Left;
            await Task.WhenAny(changed, left.Task);
            if (!changed.IsCompleted)
                return await left.Task;
        }

        // 3. Who has had the end has left; who has not, must not lose the rest in the middle.
        if (!part.IsLast)
        {
            Register(reader);
            return part;
        }

        Remove(reader);
        return part.Error is null ? part with { Whole = audio.NameOf(this.GetPrimaryKeyString(), request) } : part;
    }

    public Task<PrefetchOutcome> Prefetch(SegmentRequest request)
    {
        if (_audio is { IsFinished: true, Error: null })
        {
            memory.Touch(this.GetPrimaryKeyString());
            return Task.FromResult(PrefetchOutcome.Cached);
        }

        var isNew = _audio is not { IsFinished: false };
        if (isNew && !scheduler.TakesPrefetch)
            return Task.FromResult(PrefetchOutcome.Refused);
        _isPrefetched = true;
        if (isNew)
            _audio = Start(request);
        return Task.FromResult(PrefetchOutcome.Accepted);
    }

    public Task Leave(Guid reader)
    {
        if (!Remove(reader) || _readers.Count > 0 || _isPrefetched || _audio is { IsFinished: true })
            return Task.CompletedTask;
        _audio = null;
        return _stop?.CancelAsync() ?? Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        here.Remove(this.GetPrimaryKeyString(), this);
        memory.Remove(this.GetPrimaryKeyString());
        _audio?.Drop();
        return _stop?.CancelAsync() ?? Task.CompletedTask;
    }

    public void Dispose()
    {
        _siloStops.Dispose();
        _stop?.Dispose();
    }

    /// <summary>A grain that is called is not deactivated, and so their reads would hold the silo up.</summary>
    private void SendReadersElsewhere()
    {
        // First: who asks again is to be sent on, and not to find this activation.
        DeactivateOnIdle();
        foreach (var reader in _readers.Values)
            reader.TrySetResult(SegmentPart.Failed(SynthesisFailure.Stopped));
    }

    /// <summary>Whoever reads finished audio to the end at once need not be known: there is nothing to be stopped.</summary>
    private SegmentAudio Join(Guid reader, SegmentRequest request, bool isFirstRead)
    {
        if (_audio is { IsFinished: true, Error: null } finished)
        {
            if (isFirstRead && !_readers.ContainsKey(reader))
                Hit(finished);
            return finished;
        }

        if (_audio is not null && _readers.ContainsKey(reader))
            return _audio;

        Register(reader);
        if (_audio is { IsFinished: false } running)
        {
            counters.Coalesced();
            _isShared = true;
            if (scheduler.Join(_turn!, SynthesisClaim.Of(request)))
                return running;

            // It is made as a prefetch, in no hurry, and nobody has heard of it yet: it is begun anew for who listens.
            _stop?.CancelAsync().Ignore();
        }

        return _audio = Start(request);
    }

    private void Hit(SegmentAudio finished)
    {
        counters.CacheHit();
        if (_isEvicted)
            Remember(finished);
        memory.Touch(this.GetPrimaryKeyString());
    }

    private void Register(Guid reader)
    {
        if (!_readers.ContainsKey(reader))
            _readers[reader] = new TaskCompletionSource<SegmentPart>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Returns whether it was known.</summary>
    private bool Remove(Guid reader)
    {
        var isKnown = _readers.Remove(reader, out var left);
        left?.TrySetResult(SegmentPart.Left);
        PutAway();
        if (!IsWanted || (_audio is { IsFinished: false } && _readers.Count == 0 && !_isPrefetched))
            DeactivateOnIdle();
        return isKnown;
    }

    private SegmentAudio Start(SegmentRequest request)
    {
        var audio = new SegmentAudio(time);
        var stop = _stop = new CancellationTokenSource();
        var turn = _turn = new SynthesisTurn(SynthesisClaim.Of(request));
        _isShared = false;
        _ = FillAsync(audio, request, turn, stop);
        return audio;
    }

    private async Task FillAsync(
        SegmentAudio audio, SegmentRequest request, SynthesisTurn turn, CancellationTokenSource stop)
    {
        await maker.MakeAsync(this.GetPrimaryKeyString(), request, audio, turn, stop);
        stop.Dispose();
        if (ReferenceEquals(_stop, stop))
            (_stop, _isPrefetched) = (null, false);
        if (!ReferenceEquals(_audio, audio) || audio.Error is not null)
            return;
        Remember(audio);
        PutAway();
    }

    private void PutAway()
    {
        if (_stop is null && _readers.Count == 0)
            _audio?.PutAway(pages);
    }

    /// <summary>Keeps the audio here as long as this silo's memory has room for it.</summary>
    private void Remember(SegmentAudio audio)
    {
        _isEvicted = false;
        var (key, grain) = (this.GetPrimaryKeyString(), GrainContext.Scheduler);
        memory.Add(key, audio.SizeBytes, () => grain.QueueAction(Forget));
        if (_isShared)
            memory.Touch(key);
    }

    private void Forget()
    {
        _isEvicted = true;
        if (!IsWanted)
            DeactivateOnIdle();
    }
}
