using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Statistics;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Segments;

/// <summary>
/// See <see cref="ISegmentGrain"/>. Lives on the silo of its first reader, so that unique text costs no further hop.
/// </summary>
[Reentrant, PreferLocalPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class SegmentGrain(
    SynthesisScheduler scheduler, SegmentMemory memory, SpeechCounters counters, ILogger<SegmentGrain> logger)
    : Grain, ISegmentGrain, IDisposable
{
    private readonly Dictionary<Guid, TaskCompletionSource> _readers = [];
    private SegmentAudio? _audio;
    private SynthesisTurn? _turn;
    private CancellationTokenSource? _stop;
    private bool _isPrefetched;

    public async ValueTask<SegmentPart> Read(Guid reader, SegmentRequest request, int fromByte, int fromMark, int wantedBytes)
    {
        // 1. Join what there is, or make the engine speak.
        var audio = Join(reader, request, isFirstRead: fromByte == 0 && fromMark == 0);
        if (!_readers.TryGetValue(reader, out var left))
            return audio.TryRead(fromByte, fromMark, out var _)!;

        // 2. Wait for news from the engine.
        SegmentPart? part;
        while ((part = audio.TryRead(fromByte, fromMark, out var changed, wantedBytes)) is null)
        {
            if (await Task.WhenAny(changed, left.Task) == left.Task)
                return SegmentPart.Left;
        }

        // 3. Who has had the end has left.
        if (part.IsLast)
            _readers.Remove(reader);
        return part;
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
        if (!_readers.Remove(reader, out var left))
            return Task.CompletedTask;
        left.TrySetResult();
        if (_readers.Count > 0 || _isPrefetched || _audio is { IsFinished: true })
            return Task.CompletedTask;

        _audio = null;
        return _stop?.CancelAsync() ?? Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        memory.Remove(this.GetPrimaryKeyString());
        return _stop?.CancelAsync() ?? Task.CompletedTask;
    }

    public void Dispose() => _stop?.Dispose();

    /// <summary>Finished audio needs no list of readers: nothing of it is to be stopped when they leave.</summary>
    private SegmentAudio Join(Guid reader, SegmentRequest request, bool isFirstRead)
    {
        if (_audio is { IsFinished: true, Error: null } finished)
        {
            if (isFirstRead && !_readers.ContainsKey(reader))
            {
                counters.CacheHit();
                memory.Touch(this.GetPrimaryKeyString());
            }

            return finished;
        }

        if (_audio is not null && _readers.ContainsKey(reader))
            return _audio;

        _readers[reader] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_audio is { IsFinished: false } running)
        {
            counters.Coalesced();
            if (scheduler.Join(_turn!, SynthesisClaim.Of(request)))
                return running;

            // It is made as a prefetch, in no hurry, and nobody has heard of it yet: it is begun anew for who listens.
            _stop?.CancelAsync().Ignore();
        }

        return _audio = Start(request);
    }

    private SegmentAudio Start(SegmentRequest request)
    {
        var audio = new SegmentAudio();
        var stop = _stop = new CancellationTokenSource();
        var turn = _turn = new SynthesisTurn(SynthesisClaim.Of(request));
        _ = SynthesizeAsync(audio, request, turn, stop);
        return audio;
    }

    private async Task SynthesizeAsync(
        SegmentAudio audio, SegmentRequest request, SynthesisTurn turn, CancellationTokenSource stop)
    {
        try
        {
            var synthesis = new SynthesisRequest(request.Text, request.VoiceId, request.SpeakingRate);
            var error = await scheduler.RunAsync(synthesis, turn, audio, stop.Token);
            // Who still reads when it is stopped, for this activation goes away, must not take a part for the whole.
            audio.Finish(stop.IsCancellationRequested ? SynthesisFailure.Stopped : error);
        }
        catch (Exception exception)
        {
            // A bug in an engine must not leave its readers waiting.
            SegmentLog.SynthesisThrew(logger, exception);
            audio.Finish(SynthesisFailure.From(new SynthesisResult(SynthesisStatus.EngineFailed)));
        }

        stop.Dispose();
        if (ReferenceEquals(_stop, stop))
            (_stop, _isPrefetched) = (null, false);
        if (ReferenceEquals(_audio, audio) && audio.Error is null)
            Keep(audio);
    }

    private void Keep(SegmentAudio audio)
    {
        var context = GrainContext;
        memory.Add(this.GetPrimaryKeyString(), audio.Length, () => context.Deactivate(
            new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The silo's segment memory is full.")));
    }
}
