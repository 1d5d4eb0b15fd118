using Microsoft.Extensions.Logging;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
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
    FrameLog log, SessionLane lane, SegmentReader segments, SessionOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// With so much in hand a listener does not notice that the next frame waits until it is full: a frame plays 1.5 s, and
    /// the slowest engine of use makes that in less than a second.
    /// </summary>
    private const int EnoughInHandMs = 1000;

    private readonly PlaybackClock _clock = new(time);
    private long _sessionAudioMs;

    /// <summary>
    /// What comes next answers a listener who waits for it now: it is as urgent as a newcomer's first word, however much of
    /// what was said before is still being played.
    /// </summary>
    public void AnswerAnew() => _clock.Restart();

    public async Task SpeakAsync(Guid session, Utterance utterance, int epoch, CancellationToken epochEnd)
    {
        var run = new Run(session, utterance, epoch, epochEnd);
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
        // 1. Tell the listener what will come.
        await SendAsync(run, new SpeechFrame { Kind = FrameKind.Started, Format = run.Utterance.Format });
        if (run.Utterance.Format.Container == AudioContainer.Wav)
            await SendAudioAsync(run, WavHeader.Streaming(run.Utterance.Format.SampleRateHz), []);

        // 2. Take each sentence as soon as its end is certain.
        while (await run.Utterance.NextAsync(run.EpochEnd) is { } sentence)
        {
            if (sentence.Spoken.Length > 0 && await SpeakSentenceAsync(run, sentence) is { } error)
                return error;
            run.Utterance.MarkSpoken(sentence);
        }

        return run.Utterance.AudioBytes == 0 ? SpeakableText.Silent() : null;
    }

    private async Task<SpeechError?> SpeakSentenceAsync(Run run, Sentence sentence)
    {
        var cutter = new ChunkCutter(options.ChunkBytes, options.FrameBytes);
        var marks = new MarkShift(sentence, run.Utterance.Format, _sessionAudioMs);

        // 3. Follow its audio from where it is made.
        await foreach (var part in segments.ReadAsync(RequestFor(run, sentence), WantedBytes, run.EpochEnd))
        {
            if (part.Error is not null)
                return part.Error;
            foreach (var block in part.Blocks)
                cutter.Add(block);
            marks.Add(part.Marks);

            // 4. The first audio of an utterance goes alone and at once, the rest in frames as large as the listener can wait for.
            if (run.Utterance.AudioBytes == 0 && cutter.TakeFirst(whatThereIs: true) is { } first)
                await SendSamplesAsync(run, sentence, first, marks.Take());
            while (cutter.TakeNext(part.IsLast, onlyFull: CanWait) is { } payload)
                await SendSamplesAsync(run, sentence, payload, marks.Take());
        }

        return null;
    }

    private bool CanWait => _clock.InHandMs() >= EnoughInHandMs;

    private int WantedBytes() => CanWait ? options.FrameBytes : 1;

    /// <summary>Before its first sound an utterance may be refused; from then on it is spoken to its end.</summary>
    private SegmentRequest RequestFor(Run run, Sentence sentence) => new(
        sentence.Spoken,
        run.Utterance.VoiceId,
        run.Utterance.SpeakingRate,
        _clock.RunsDryAtMs(),
        run.Utterance.Owner,
        run.Utterance.AudioBytes == 0 ? SegmentPurpose.Begin : SegmentPurpose.Continue);

    private async Task SendAudioAsync(Run run, byte[] payload, FrameMark[] marks)
    {
        // 5. Within the listener's credit; who does not listen makes nobody work.
        await log.WaitForCreditAsync(run.EpochEnd);
        await SendAsync(run, new SpeechFrame
        {
            Kind = FrameKind.Audio,
            OffsetMs = _sessionAudioMs,
            ChunkBytes = options.ChunkBytes,
            Audio = payload,
            Marks = marks,
        });
    }

    /// <summary>A sentence counts as spoken from its first samples on: its listener has heard of it.</summary>
    private async Task SendSamplesAsync(Run run, Sentence sentence, byte[] samples, FrameMark[] marks)
    {
        await SendAudioAsync(run, samples, marks);
        run.Utterance.MarkSpoken(sentence);
        var before = run.Utterance.Format.DurationMs(run.Utterance.AudioBytes);
        run.Utterance.AudioBytes += samples.Length;
        var playedMs = run.Utterance.Format.DurationMs(run.Utterance.AudioBytes) - before;
        _sessionAudioMs += playedMs;
        _clock.Advance(playedMs);
    }

    private Task EndAsync(Run run, SpeechError? error) => SendAsync(run, new SpeechFrame
    {
        Kind = error is null ? FrameKind.Ended : FrameKind.Failed,
        Error = error,
        OffsetMs = _sessionAudioMs,
        DurationMs = run.Utterance.Format.DurationMs(run.Utterance.AudioBytes),
    });

    private Task SendAsync(Run run, SpeechFrame frame) => lane.SendAsync(log.Add(
        frame with { SessionId = run.Session, Epoch = run.Epoch, Utterance = run.Utterance.Index }));

    private sealed record Run(Guid Session, Utterance Utterance, int Epoch, CancellationToken EpochEnd);
}
