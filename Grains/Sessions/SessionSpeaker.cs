using Microsoft.Extensions.Logging;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Grains.Statistics;
using Speeko.Speech.Audio;
using Speeko.Speech.Segmentation;

namespace Speeko.Grains.Sessions;

/// <summary>
/// Turns utterances into frames, one sentence after the other:
/// <code>
/// text → sentences → segments → chunks → frames → credit → lane
///          (2)         (3)        (4)      (5)      (5)     (5)
/// </code>
/// </summary>
internal sealed class SessionSpeaker(
    SessionPast past,
    ListenerCredit credit,
    Audience audience,
    SegmentReader segments,
    SpeechCounters counters,
    SessionOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>
    /// With so much in hand a listener does not notice that the next frame waits until it is full: a frame plays 1.5 s, and
    /// the slowest engine of use makes that in less than a second.
    /// </summary>
    private const int EnoughInHandMs = 1000;

    /// <summary>
    /// With so much in hand it does not notice either that a whole sentence comes as one: every frame costs the cluster a dozen
    /// messages. When half of it is left, and the engine turns to others until then, it takes whatever comes.
    /// </summary>
    private const int PlentyInHandMs = 4000;

    private readonly FrameLog _log = past.Log;
    private readonly PlaybackClock _clock = new(time);
    private Task _speaking = Task.CompletedTask;
    private long _sessionAudioMs;

    /// <summary>What comes next belongs to what its listener hears.</summary>
    private bool _goesOn;

    /// <summary>What a listener who plays what it gets is playing now, in milliseconds of the session.</summary>
    public long PlayedMs => _sessionAudioMs - _clock.InHandMs();

    /// <summary>
    /// What comes next answers a listener who waits for it now: it is as urgent as a newcomer's first word, however much of
    /// what was said before is still being played.
    /// </summary>
    public void AnswerAnew() => _clock.Restart();

    /// <summary>Goes on where a session that was lost had come to.</summary>
    public void StartAt(SessionState state)
    {
        (_sessionAudioMs, _goesOn) = (state.AudioMs, state.Utterances.Length > 0);
        _clock.Advance(state.AheadMs);
        credit.Carry(state.AheadMs);
    }

    /// <summary>Speaks one utterance after the other until none is left, over cancels too, or the session goes elsewhere; unless it does so already.</summary>
    /// <param name="session">That speaks.</param>
    /// <param name="queue">What there is to say.</param>
    /// <param name="now">The epoch, and when it ends.</param>
    public void GoOn(Guid session, SessionQueue queue, Func<(int Epoch, CancellationToken End)> now)
    {
        if (_speaking.IsCompleted && !queue.IsEmpty)
            _speaking = SpeakAllAsync(session, queue, now);
    }

    private async Task SpeakAllAsync(Guid session, SessionQueue queue, Func<(int Epoch, CancellationToken End)> now)
    {
        using var speaking = counters.Speaking.Enter();
        if (!_goesOn)
            AnswerAnew();
        _goesOn = false;
        while (queue.First is { } first)
        {
            var (epoch, end) = now();
            if (end.IsCancellationRequested)
                return;
            await SpeakAsync(session, first.Value, epoch, end);
            queue.Remove(first);
        }

        // Somebody has heard of a text that was not written down before its silo was lost.
        if (_log.IsBehind)
            await FailAsync(session, queue.Next, now().Epoch);
    }

    private Task FailAsync(Guid session, int utterance, int epoch)
    {
        SessionLog.NotWrittenDown(logger, session, utterance, _log.NextSequence);
        _log.SayAgainUpTo(0);
        return audience.SendAsync(_log.Add(new SpeechFrame
        {
            Kind = FrameKind.Failed,
            SessionId = session,
            Epoch = epoch,
            Utterance = utterance,
            OffsetMs = _sessionAudioMs,
            Error = SessionErrors.Lost,
        }));
    }

    private async Task SpeakAsync(Guid session, Utterance utterance, int epoch, CancellationToken epochEnd)
    {
        var run = new Run(session, utterance, epoch, epochEnd);
        credit.Open(utterance.Settings.WindowMs, utterance.Format);
        SpeechError? error;
        try
        {
            error = await SpeakAsync(run);
        }
        catch (OperationCanceledException) when (epochEnd.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            SessionLog.UtteranceThrew(logger, session, exception);
            error = new SpeechError(SpeechErrorCode.EngineFailed, "The utterance could not be spoken.", RetryAfterSeconds: 1);
        }

        await EndAsync(run, error);
    }

    private async Task<SpeechError?> SpeakAsync(Run run)
    {
        if (run.Utterance.Refusal is { } refusal)
            return refusal;

        // 1. Tell the listener what will come, together with the first of it.
        if (!run.Utterance.HasBegun)
            Begin(run);

        // 2. Take each sentence as soon as its end is certain.
        while (await run.Utterance.NextAsync(run.EpochEnd) is { } sentence)
        {
            if (sentence.Spoken.Length > 0 && await SpeakSentenceAsync(run, sentence) is { } error)
                return error;
            run.Utterance.MarkSpoken(sentence);
        }

        return run.Utterance.AudioBytes == 0 ? SpeakableText.Silent() : null;
    }

    private void Begin(Run run)
    {
        run.Utterance.HasBegun = true;
        var format = run.Utterance.Format;
        var window = run.Utterance.Settings.WindowMs is { } windowMs ? format.BytesOf(windowMs) : (long?)null;
        audience.Hold(_log.Add(FrameOf(run, FrameKind.Started) with { Format = format, WindowBytes = window }));
        if (format.Container == AudioContainer.Wav)
            audience.Hold(_log.Add(AudioOf(run, []) with { Audio = WavHeader.Streaming(format.SampleRateHz) }));
    }

    private async Task<SpeechError?> SpeakSentenceAsync(Run run, Sentence sentence)
    {
        var cutter = new ChunkCutter(options.ChunkBytes);
        var spoken = new SpokenSentence(sentence, run.Utterance.TakeHeard());
        var marks = new MarkShift(sentence, run.Utterance.Format, _sessionAudioMs, spoken.Bytes);
        var (first, isNew) = (_log.NextNumber, spoken.Bytes == 0);

        // 3. Follow its audio from where it is made.
        await foreach (var (part, isOfOnePiece) in segments.ReadAsync(RequestFor(run, sentence), Demand, run.EpochEnd))
        {
            if (part.Error is not null)
            {
                if (!isNew)
                    past.GiveUpHeard();
                return part.Error;
            }

            marks.Add(part.Marks);
            if (part.Name is { } name)
                await SendNamedAsync(run, spoken, name, marks);
            foreach (var block in part.Blocks)
                cutter.Add(spoken.NewOf(block));
            if (part.IsLast)
                cutter.Add(spoken.RestOfNew());

            // 4. The first audio of an utterance goes alone and at once, the rest in frames as large as the listener can wait for.
            if (IsOpening(run) && cutter.TakeOpening(part.IsLast, options.OpeningBytes) is { } opening)
                await SendSamplesAsync(run, spoken, opening, marks.Take());
            while (!IsOpening(run) && cutter.TakeNext(part.IsLast, FrameBytes, onlyFull: CanWait) is { } payload)
                await SendSamplesAsync(run, spoken, payload, marks.Take());

            // What was joined to the samples of another silo is nowhere else to be had; but what was heard there is here.
            if ((part.Whole ?? part.Name) is not { } whole)
                continue;
            if (!isNew)
                past.StandIn(first, new HeardSentence(whole, sentence.Raw.Length, marks.Heard));
            else if (isOfOnePiece)
                past.Name(first, whole);
            else
                past.StandIn(first, whole);
        }

        return null;
    }

    private static bool IsOpening(Run run) => run.Utterance.AudioBytes == 0;

    private bool CanWait => _clock.InHandMs() >= EnoughInHandMs;

    private bool HasPlenty => _clock.InHandMs() >= PlentyInHandMs;

    private int FrameBytes => WithinCredit(HasPlenty ? options.LargeFrameBytes : options.FrameBytes);

    private SegmentDemand Demand() => !CanWait
        ? SegmentDemand.Any
        : new SegmentDemand(FrameBytes, HasPlenty ? _clock.RunsDryAtMs() - (PlentyInHandMs / 2) : long.MaxValue);

    /// <summary>Whole chunks.</summary>
    private int WithinCredit(int bytes)
    {
        var most = Math.Clamp(credit.LargestFrameBytes, options.ChunkBytes, bytes);
        return (int)(most - (most % options.ChunkBytes));
    }

    /// <summary>Before its first sound an utterance may be refused; from then on it is spoken to its end.</summary>
    private SegmentRequest RequestFor(Run run, Sentence sentence) => new(
        sentence.Spoken,
        run.Utterance.VoiceId,
        run.Utterance.Settings.SpeakingRate,
        _clock.RunsDryAtMs(),
        run.Utterance.Settings.Owner,
        IsOpening(run) ? SegmentPurpose.Begin : SegmentPurpose.Continue);

    /// <summary>What the cluster has whole is named, in parts that keep within the credit: its bytes go to a frontend once, not here.</summary>
    private async Task SendNamedAsync(Run run, SpokenSentence spoken, NamedAudio whole, MarkShift marks)
    {
        while (spoken.Bytes < whole.Length)
        {
            var most = IsOpening(run) ? options.OpeningBytes : WithinCredit(options.LargeFrameBytes);
            var name = whole with { Start = spoken.Bytes, Length = Math.Min(most, whole.Length - spoken.Bytes) };
            var isRest = name.Start + name.Length == whole.Length;
            var untilMs = isRest ? long.MaxValue : _sessionAudioMs + run.Utterance.Format.DurationMs(name.Length);
            await SendAsync(run, spoken, AudioOf(run, marks.Take(untilMs)) with { Name = name });
        }
    }

    private Task SendSamplesAsync(Run run, SpokenSentence spoken, byte[] samples, FrameMark[] marks) =>
        SendAsync(run, spoken, AudioOf(run, marks) with { Audio = samples });

    /// <summary>A sentence counts as spoken from its first samples on: its listener has heard of it.</summary>
    private async Task SendAsync(Run run, SpokenSentence spoken, SpeechFrame audio)
    {
        // 5. Within the listener's credit; who does not listen makes nobody work.
        await credit.WaitAsync(run.EpochEnd);
        var before = run.Utterance.Format.DurationMs(run.Utterance.AudioBytes);
        run.Utterance.MarkSpoken(spoken.Sentence);
        run.Utterance.AudioBytes += audio.AudioBytes;
        spoken.Bytes += audio.AudioBytes;
        var playedMs = run.Utterance.Format.DurationMs(run.Utterance.AudioBytes) - before;
        _sessionAudioMs += playedMs;
        _clock.Advance(playedMs);
        var reached = new SpokenTo(
            spoken.Sentence.Offset, spoken.Bytes, run.Utterance.AudioBytes, _sessionAudioMs, spoken.Sentence.Raw.Length);
        await audience.SendAsync(_log.Add(audio with { Reached = reached }));
    }

    private Task EndAsync(Run run, SpeechError? error)
    {
        var end = _log.Add(FrameOf(run, error is null ? FrameKind.Ended : FrameKind.Failed) with
        {
            Error = error,
            OffsetMs = _sessionAudioMs,
            DurationMs = run.Utterance.Format.DurationMs(run.Utterance.AudioBytes),
        });
        past.Keeper.Changed();
        return audience.SendAsync(end);
    }

    private SpeechFrame AudioOf(Run run, FrameMark[] marks) => FrameOf(run, FrameKind.Audio) with
    {
        OffsetMs = _sessionAudioMs,
        ChunkBytes = options.ChunkBytes,
        Marks = marks,
    };

    private static SpeechFrame FrameOf(Run run, FrameKind kind) => new()
    {
        Kind = kind,
        SessionId = run.Session,
        Epoch = run.Epoch,
        Utterance = run.Utterance.Index,
    };

    private sealed record Run(Guid Session, Utterance Utterance, int Epoch, CancellationToken EpochEnd);
}
