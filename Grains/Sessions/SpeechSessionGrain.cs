using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Streams;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Segments;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Grains.Sessions.Placement;
using Speeko.Grains.Statistics;
using Speeko.Grains.Voices;

namespace Speeko.Grains.Sessions;

/// <summary>
/// See <see cref="ISpeechSessionGrain"/>. The calls put text in and return at once; one <see cref="SessionSpeaker"/> turns
/// it into frames behind them.
/// </summary>
[Reentrant, SessionPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class SpeechSessionGrain : Grain, ISpeechSessionGrain, IDisposable
{
    private readonly SpeechCounters _counters;
    private readonly SessionOptions _options;
    private readonly VoiceResolver _voices;
    private readonly LaneChoice _laneChoice;
    private readonly SiloStop _siloStop;
    private readonly SessionLease _lease;
    private readonly SessionEpoch _epoch = new();
    private readonly ListenerCredit _credit;
    private readonly SessionPast _past;
    private readonly FrameLog _log;
    private readonly Audience _audience;
    private readonly SessionSpeaker _speaker;

    /// <summary>Null until somebody is attached.</summary>
    private SessionQueue? _queue;
    private IDisposable? _open;
    private CancellationTokenRegistration _siloStops;
    private string _owner = "";
    private int _lead;

    public SpeechSessionGrain(
        SegmentReader segments, VoiceResolver voices, LaneChoice laneChoice, SiloStop siloStop, SpeechCounters counters, KeptSessions sessions,
        IOptions<SessionOptions> options, TimeProvider time, ILogger<SpeechSessionGrain> logger)
    {
        (_voices, _laneChoice, _siloStop, _counters, _options) = (voices, laneChoice, siloStop, counters, options.Value);
        _lease = new SessionLease(TimeSpan.FromSeconds(_options.LeaseSeconds), time);
        _credit = new ListenerCredit(_options.WindowBytes, time);
        _past = new SessionPast(
            this.GetPrimaryKey(), sessions, _credit, _options, () => new SessionState { Owner = _owner, Epoch = _epoch.Number, Lead = _lead },
            () => Superseded(), lead => YieldAsync(lead).Ignore(), time);
        _log = _past.Log;
        _audience = new Audience(ChooseLane, counters, time, logger);
        _speaker = new SessionSpeaker(_past, _credit, _audience, segments, counters, _options, time, logger);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _siloStops = _siloStop.Register(GrainContext, () => GoElsewhereAsync().Ignore());
        this.RegisterGrainTimer(LookAfterLeaseAsync, new GrainTimerCreationOptions(_lease.Period, _lease.Period));
        return Task.CompletedTask;
    }

    public async Task<AttachReply> Attach(LaneOffer offer, SessionState heard)
    {
        if (_queue is not null && heard.Lead < _lead)
            return AttachReply.Failed(SessionErrors.TakenOver);

        // Whoever led it before was quicker to find it a new silo, and does not know what was asked for since.
        if (_queue is not null && heard.Lead > _lead)
            return Superseded();

        // An attempt that the other side gave up long ago may come late.
        if (_audience.Attach(offer) is not { } lane)
            return AttachReply.Failed(SessionErrors.Lost);
        var isNew = _queue is null;
        var queue = _queue ?? StartAt(heard, offer.Attempt);
        _lease.Lead(offer.Frontend);
        if (heard.Epoch > _epoch.Number)
            await Cancel(heard.Epoch);
        var next = isNew || heard.NextFrame == _past.BegunBehind ? _past.FirstNumber : heard.NextFrame;

        // The frames went on from another activation, which is lost by now: only anew can it be gone on from there.
        if (lane.Replay(_log.From(next), isLost: true) is not null)
            return Superseded();

        queue.TakeUp(heard.Utterances);
        GoOn(queue);
        return Attached(lane, new SessionState { NextFrame = next });
    }

    public async Task<AttachReply> Join(LaneOffer offer, string owner, long? sequence, bool leads)
    {
        var (kept, isSilent) = _queue is null ? await _past.FindAsync(owner, leads ? sequence : null) : default;
        if (_queue is null && kept is not null && leads)
            StartAt(kept, offer.Attempt);
        else if (_queue is not null && leads && await _past.Keeper.IsTakenUpAsync())
            return Superseded();
        if (_queue is not { } queue || owner != _owner)
            // Who listens in waits until who leads it has found it a new silo.
            return AttachReply.Failed(isSilent || kept is not null ? SessionErrors.Lost : SessionErrors.Unknown);
        var wanted = sequence ?? _log.SequenceAt(_speaker.PlayedMs);
        if (await _past.ReachAsync(wanted, hasMoreToSay: !queue.IsEmpty) is { } unreachable)
            return AttachReply.Failed(unreachable);
        if (_audience.Attach(offer) is not { } lane)
            return AttachReply.Failed(SessionErrors.Lost);
        var lead = _lead;
        if (leads)
            await TakeOverAsync(offer.Frontend, lead = ++_lead);
        else
            _credit.Share(lane.HasFollowers = true);
        var state = _past.StateAt(wanted) with { Lead = lead };
        if (leads)
            _log.Acknowledge(state.NextFrame);
        if (lane.Replay(_log.From(state.NextFrame), isLost: true) is { } error)
            return AttachReply.Failed(error);
        GoOn(queue);
        return Attached(lane, state);
    }

    public Task<bool> Touch(string frontend, int? lead, bool hasFollowers)
    {
        var isKnown = _queue is not null && !(lead < _lead) && _audience.Touch(frontend, hasFollowers);
        if (isKnown && lead is not null)
            _lease.Renew();
        return Task.FromResult(isKnown);
    }

    public Task Leave(string frontend, long attempt)
    {
        _audience.Remove(frontend, attempt);
        return Task.CompletedTask;
    }

    public Task<SpeechError?> Speak(int utterance, UtteranceSettings settings, string text) =>
        Task.FromResult(Add(utterance, settings, text, isWhole: true));

    public Task<SpeechError?> Append(int utterance, long at, UtteranceSettings settings, string text) => Task.FromResult(
        _queue?.NewOf(utterance, at, text) is { } part ? Add(utterance, settings, part, isWhole: false) : SessionErrors.Lost);

    public Task<SpeechError?> Flush(int utterance)
    {
        _lease.Renew();
        _queue?.Close(utterance);
        return Task.FromResult(_queue is null ? SessionErrors.Lost : null);
    }

    public async Task<SpeechError?> Cancel(int epoch)
    {
        if (_queue is null)
            return SessionErrors.Lost;
        _lease.Renew();
        if (epoch <= _epoch.Number)
            return null;
        var ending = _epoch.RaiseAsync(epoch);
        _queue.Clear();
        _speaker.AnswerAnew();
        _credit.Restart();
        await ending;
        if (_credit.IsShared)
            await _audience.SendAsync(Notice(FrameKind.Cancelled));
        return null;
    }

    public Task Acknowledge(long nextFrame)
    {
        _lease.Renew();
        _log.Acknowledge(nextFrame);
        return Task.CompletedTask;
    }

    public Task<SpeechError?> Replay(string frontend, long nextFrame, bool isLost) => Task.FromResult(
        _audience.Find(frontend) is { } lane ? lane.Replay(_log.From(nextFrame), isLost) : SessionErrors.Lost);

    public async Task Close(int lead)
    {
        if (lead < _lead)
            return;
        await Cancel(_epoch.Number + 1);
        _past.Forget();
        DeactivateOnIdle();
        if (_credit.IsShared)
            await _audience.TellAsync(Notice(FrameKind.Closed));
    }

    /// <summary>Before anybody finds the session elsewhere, what it has come to is written down.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.WhenAll(_epoch.EndAsync(), _past.Keeper.PassOnAsync());

    public void Dispose()
    {
        _open?.Dispose();
        _siloStops.Dispose();
        _epoch.Dispose();
    }

    /// <summary>The silo that held this session was lost, or it is new: goes on from where the listener is.</summary>
    private SessionQueue StartAt(SessionState heard, long attempt)
    {
        _open = _counters.TakeUpSession(isNew: heard.NextFrame == 0);
        _past.StartAt(heard, attempt);
        var queue = Begin(heard);
        queue.StartAt(heard.Utterances is [var first, ..] ? first.Index : heard.NextUtterance);
        return queue;
    }

    private SessionQueue Begin(SessionState state)
    {
        _speaker.StartAt(state);
        (_owner, _lead) = (state.Owner, state.Lead);
        _epoch.StartAt(state.Epoch);
        return _queue = new SessionQueue(_past, _voices, _options, WatchForStall);
    }

    /// <summary>Silo and connection were lost at once, or the silo while nobody was connected: only the store knows the session.</summary>
    private void StartAt(KeptSession kept, long attempt)
    {
        _open = _counters.TakeUpSession(isNew: false);
        var state = _past.StartAt(kept, attempt);
        Begin(state).GoOn(state);
    }

    private IAsyncStream<SpeechFrame> ChooseLane(LaneOffer offer) => this.GetStreamProvider(SpeechStreams.ProviderName)
        .GetStream<SpeechFrame>(_laneChoice.Choose(offer.Lanes, this.GetPrimaryKey()));

    private AttachReply Attached(SessionLane lane, SessionState state) => new() { Lane = lane.Key, State = state, LeaseMs = (int)_lease.Length.TotalMilliseconds };

    private Task TakeOverAsync(string frontend, int lead)
    {
        _past.Keeper.Changed();
        return _lease.Lead(frontend) is { } before && before != frontend && _audience.Find(before) is { } lane
            ? lane.SendAsync(Notice(FrameKind.TakenOver) with { Number = lead })
            : Task.CompletedTask;
    }

    private SpeechFrame Notice(FrameKind kind) => new() { Kind = kind, SessionId = this.GetPrimaryKey(), Epoch = _epoch.Number };

    /// <summary>This silo stops, or this activation is of no use any more: who listens is told, and attaches the session elsewhere.</summary>
    private Task GoElsewhereAsync() => EndHereAsync(Notice(FrameKind.Moving));

    /// <summary>Whoever found this session a silo was the last to know that others have led it since, and have perhaps ended it.</summary>
    private Task YieldAsync(int lead)
    {
        _past.Keeper.Leave();
        return EndHereAsync(Notice(FrameKind.TakenOver) with { Number = lead });
    }

    private async Task EndHereAsync(SpeechFrame notice)
    {
        // First: who attaches is to be sent on, and not to find this activation.
        DeactivateOnIdle();
        _epoch.EndAsync().Ignore();
        await _past.Keeper.PassOnAsync();
        await _audience.SendAsync(notice);
    }

    /// <summary>This activation is of no use any more; who asks again finds another one.</summary>
    private AttachReply Superseded()
    {
        GoElsewhereAsync().Ignore();
        return AttachReply.Failed(SessionErrors.Lost);
    }

    private async Task LookAfterLeaseAsync(CancellationToken cancellationToken)
    {
        _audience.RemoveUntouched(_lease.Length);
        _past.Keeper.Refresh();
        _credit.Share(_audience.HasFollowers);
        if (!_lease.IsOver)
            return;

        // Nobody adds any more to what was begun.
        _queue?.Close();
        if (_audience.IsEmpty || _queue is not { IsEmpty: false })
            await Close(_lead);
    }

    private SpeechError? Add(int utterance, UtteranceSettings settings, string text, bool isWhole)
    {
        if (_queue is null)
            return SessionErrors.Lost;
        _lease.Renew();
        var error = _queue.Add(utterance, settings, text, isWhole);
        GoOn(_queue);
        return error;
    }

    private IGrainTimer WatchForStall(Utterance open) => this.RegisterGrainTimer(
        static (utterance, _) =>
        {
            utterance.Flush();
            return Task.CompletedTask;
        },
        open,
        new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(_options.StallFlushMs), Timeout.InfiniteTimeSpan));

    private void GoOn(SessionQueue queue) => _speaker.GoOn(this.GetPrimaryKey(), queue, () => _epoch.Now);
}
