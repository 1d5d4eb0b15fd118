using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Statistics;
using Speeko.Grains.Voices;

namespace Speeko.Grains.Sessions;

/// <summary>
/// See <see cref="ISpeechSessionGrain"/>. The calls put text in and return at once; one <see cref="SessionSpeaker"/> turns
/// it into frames behind them. Placed at random: placement by load goes by figures that are seconds old, and puts all the
/// sessions that begin in one second on the same silo.
/// </summary>
[Reentrant, RandomPlacement]
internal sealed class SpeechSessionGrain : Grain, ISpeechSessionGrain, IDisposable
{
    /// <summary>What was sent longer ago is there, or lost.</summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(2);

    private readonly SpeechCounters _counters;
    private readonly SessionOptions _options;
    private readonly VoiceResolver _voices;
    private readonly LaneChoice _laneChoice;
    private readonly FrameLog _log;
    private readonly SessionLane _lane;
    private readonly SessionSpeaker _speaker;
    private readonly LinkedList<Utterance> _utterances = new();
    private CancellationTokenSource _epochEnd = new();
    private Task _speaking = Task.CompletedTask;
    private IGrainTimer? _stall;
    private int _epoch;
    private int _nextUtterance;

    public SpeechSessionGrain(
        SegmentReader segments,
        VoiceResolver voices,
        LaneChoice laneChoice,
        SpeechCounters counters,
        IOptions<SessionOptions> options,
        TimeProvider time,
        ILogger<SpeechSessionGrain> logger)
    {
        _voices = voices;
        _laneChoice = laneChoice;
        _counters = counters;
        _options = options.Value;
        _log = new FrameLog(_options.WindowBytes);
        _lane = new SessionLane(counters, time, logger);
        _speaker = new SessionSpeaker(_log, _lane, segments, _options, time, logger);
    }

    public async Task<AttachReply> Attach(string[] lanes, SessionState heard)
    {
        // An attempt that the other side gave up long ago may come late.
        if (heard.Attachment < _log.Attachment)
            return new AttachReply(null, SessionErrors.Lost);
        if (!_lane.IsAttached)
            StartAt(heard);
        _log.Attachment = heard.Attachment;
        var lane = _laneChoice.Choose(lanes, this.GetPrimaryKey());
        _lane.Attach(this.GetStreamProvider(SpeechStreams.ProviderName).GetStream<SpeechFrame>(lane));
        if (heard.Epoch > _epoch)
            await Cancel(heard.Epoch);
        if (await Replay(heard.NextFrame, isLost: true) is { } error)
            return new AttachReply(null, error);
        TakeUp(heard.Utterances);
        return new AttachReply(lane.GetKeyAsString(), null);
    }

    public Task<SpeechError?> Speak(int utterance, UtteranceSettings settings, string text) =>
        Task.FromResult(Accept(utterance, settings, text, isWhole: true));

    public Task<SpeechError?> Append(int utterance, long at, UtteranceSettings settings, string text)
    {
        if (_utterances.Last?.Value is not { IsWhole: false } open || open.Index != utterance || open.TextEnd <= at)
            return Task.FromResult(Accept(utterance, settings, text, isWhole: false));

        // It was taken up before it came.
        return Task.FromResult<SpeechError?>(null);
    }

    public Task<SpeechError?> Flush()
    {
        if (!_lane.IsAttached)
            return Task.FromResult<SpeechError?>(SessionErrors.Lost);
        _stall?.Dispose();
        if (_utterances.Last?.Value is { IsWhole: false } open)
            open.Complete();
        return Task.FromResult<SpeechError?>(null);
    }

    public async Task<CancelledSpeech?> Cancel(int epoch)
    {
        if (!_lane.IsAttached || epoch <= _epoch)
            return null;
        var interrupted = _utterances.First?.Value;
        _epoch = epoch;
        _utterances.Clear();
        _speaker.AnswerAnew();
        _stall?.Dispose();
        var old = _epochEnd;
        _epochEnd = new CancellationTokenSource();
        await old.CancelAsync();
        old.Dispose();
        return new CancelledSpeech(
            _epoch,
            interrupted?.TextSpoken ?? "",
            interrupted?.TextRemaining ?? "",
            interrupted?.Format.DurationMs(interrupted.AudioBytes) ?? 0);
    }

    public Task Acknowledge(long nextFrame)
    {
        _log.Acknowledge(nextFrame);
        return Task.CompletedTask;
    }

    public async Task<SpeechError?> Replay(long nextFrame, bool isLost)
    {
        // The frame may have come after all, and its acknowledgement have overtaken the question: then it is not missing.
        if (!_lane.IsAttached || _log.From(Math.Max(nextFrame, _log.Oldest)) is not { } frames)
            return SessionErrors.Lost;
        if (frames.Count == 0 || (!isLost && _lane.HasSentWithin(LongestWay)))
            return null;
        _counters.Replayed();
        await _lane.SendAsync(frames);
        return null;
    }

    public async Task Close()
    {
        await Cancel(_epoch + 1);
        DeactivateOnIdle();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _epochEnd.CancelAsync();

    public void Dispose() => _epochEnd.Dispose();

    /// <summary>The silo that held this session was lost: goes on from where the listener is.</summary>
    private void StartAt(SessionState heard)
    {
        if (heard.NextFrame == 0)
            _counters.SessionStarted();
        else
            _counters.SessionResumed();
        _log.StartAt(heard.NextFrame, heard.NextSequence);
        _speaker.StartAt(heard.AudioMs);
        _epoch = heard.Epoch;
        _nextUtterance = heard.Utterances is [var first, ..] ? first.Index : heard.NextUtterance;
    }

    /// <summary>What the listener's side asked for and does not know to have arrived.</summary>
    private void TakeUp(UtteranceState[] wanted)
    {
        foreach (var utterance in wanted)
        {
            if (utterance.Index >= _nextUtterance)
                TakeUp(utterance);
            else if (_utterances.FirstOrDefault(known => known.Index == utterance.Index) is { IsWhole: false } open)
                TakeUpRest(utterance, open);
        }

        if (_speaking.IsCompleted)
            _speaking = SpeakAllAsync();
    }

    private void TakeUp(UtteranceState wanted)
    {
        var settings = wanted.Settings;
        var refusal = _voices.Resolve(settings, out var voice, out var format);
        var utterance = new Utterance(wanted.Index, voice, settings.SpeakingRate, format, settings.Owner, wanted) { Refusal = refusal };
        _nextUtterance = wanted.Index + 1;
        _utterances.AddLast(utterance);
        Add(utterance, SpeakableText.Clean(wanted.Text), wanted.IsWhole);
    }

    private void TakeUpRest(UtteranceState wanted, Utterance open)
    {
        var known = (int)Math.Clamp(open.TextEnd - wanted.TextStart, 0, wanted.Text.Length);
        Add(open, SpeakableText.Clean(wanted.Text[known..]), wanted.IsWhole);
    }

    private SpeechError? Accept(int utterance, UtteranceSettings settings, string text, bool isWhole)
    {
        if (!_lane.IsAttached)
            return SessionErrors.Lost;
        var open = _utterances.Last?.Value is { IsWhole: false } last ? last : null;

        // What was taken up before it came is neither spoken twice nor added to what came after it.
        if (utterance < _nextUtterance && (isWhole || open?.Index != utterance))
            return null;
        var clean = SpeakableText.Clean(text);
        if (SessionErrors.OfText(clean, _utterances, open is null, isWhole, _options) is { } error)
            return error;
        if (open is null || isWhole)
        {
            // Whole text behind an open utterance ends that one: its end was not told, but is plain now.
            if (_voices.Resolve(settings, out var voice, out var format) is { } unknown)
                return unknown;
            open?.Complete();
            _nextUtterance = utterance + 1;
            open = new Utterance(utterance, voice, settings.SpeakingRate, format, settings.Owner);
            _utterances.AddLast(open);
        }

        Add(open, clean, isWhole);
        if (_speaking.IsCompleted)
            _speaking = SpeakAllAsync();
        return null;
    }

    private void Add(Utterance open, string text, bool isWhole)
    {
        open.Append(text);
        if (isWhole)
            open.Complete();
        else
            WatchForStall(open);
    }

    private void WatchForStall(Utterance open)
    {
        _stall?.Dispose();
        _stall = this.RegisterGrainTimer(
            static (utterance, _) =>
            {
                utterance.Flush();
                return Task.CompletedTask;
            },
            open,
            new GrainTimerCreationOptions(
                TimeSpan.FromMilliseconds(_options.StallFlushMs), Timeout.InfiniteTimeSpan));
    }

    /// <summary>Speaks one utterance after the other until none is left, over cancels too.</summary>
    private async Task SpeakAllAsync()
    {
        _speaker.AnswerAnew();
        while (_utterances.First is { } first)
        {
            await _speaker.SpeakAsync(this.GetPrimaryKey(), first.Value, _epoch, _epochEnd.Token);
            if (ReferenceEquals(_utterances.First, first))
                _utterances.RemoveFirst();
        }
    }
}
