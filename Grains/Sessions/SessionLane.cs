using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Statistics;

namespace Speeko.Grains.Sessions;

/// <summary>
/// Sends the frames of one session to one frontend, in order. What is said in one turn, or while an earlier send is
/// under way, leaves together. What a lane loses, the frontend misses by its number and asks for again, so a failed send is
/// reported and not fatal. Belongs to one grain, so it needs no lock.
/// </summary>
internal sealed class SessionLane(SpeechCounters counters, TimeProvider time, ILogger logger)
{
    /// <summary>More frames than this do not queue up behind a slow relay: whoever sends has to wait.</summary>
    private const int MaxPending = 64;

    /// <summary>What was sent longer ago is there, or lost.</summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(2);

    private readonly List<SpeechFrame> _pending = [];
    private IAsyncStream<SpeechFrame>? _stream;
    private Task _sending = Task.CompletedTask;
    private long _sentAt;
    private long _touchedAt = time.GetTimestamp();

    /// <summary>Of the <see cref="LaneOffer"/> that it is.</summary>
    public long Attempt { get; private set; }

    /// <summary>Of its stream; null before it is attached.</summary>
    public string? Key => _stream?.StreamId.GetKeyAsString();

    /// <summary>Somebody listens in there, beside or without who leads.</summary>
    public bool HasFollowers { get; set; }

    public void Attach(IAsyncStream<SpeechFrame> stream, long attempt) => (_stream, Attempt) = (stream, attempt);

    /// <summary>Its frontend is still there.</summary>
    public void Touch(bool? hasFollowers = null)
    {
        _touchedAt = time.GetTimestamp();
        HasFollowers = hasFollowers ?? HasFollowers;
    }

    public bool IsUntouchedFor(TimeSpan span) => time.GetElapsedTime(_touchedAt) >= span;

    /// <summary>The frame leaves with the next one.</summary>
    public void Hold(SpeechFrame frame) => _pending.Add(frame);

    /// <summary>Returns at once, unless the relay is slow.</summary>
    public Task SendAsync(SpeechFrame frame)
    {
        _pending.Add(frame);
        return SendAsync();
    }

    /// <inheritdoc cref="SendAsync(SpeechFrame)" />
    public Task SendAsync(IReadOnlyList<SpeechFrame> frames)
    {
        _pending.AddRange(frames);
        return SendAsync();
    }

    /// <summary>Sends once more what has not come.</summary>
    /// <param name="frames">
    /// Which; null where they are not kept. It is none that has come after all, and whose acknowledgement has overtaken the question.
    /// </param>
    /// <param name="isLost">Otherwise it may be under way still.</param>
    public SpeechError? Replay(IReadOnlyList<SpeechFrame>? frames, bool isLost)
    {
        if (frames is null)
            return SessionErrors.Lost;
        if (frames.Count == 0 || (!isLost && (!_sending.IsCompleted || time.GetElapsedTime(_sentAt) < LongestWay)))
            return null;
        counters.Replayed();
        SendAsync(frames).Ignore();
        return null;
    }

    /// <summary>Ends when everything that was to be sent so far has been.</summary>
    public Task WhenSent() => _sending;

    private Task SendAsync()
    {
        if (_sending.IsCompleted)
            _sending = SendPendingAsync();
        return _pending.Count < MaxPending ? Task.CompletedTask : _sending;
    }

    private async Task SendPendingAsync()
    {
        // To the end of this turn: what else it has to say comes along.
        await Task.Yield();
        while (_pending.Count > 0)
        {
            SpeechFrame[] frames = [.. _pending];
            _pending.Clear();
            if (_stream is not { } stream)
                return;
            try
            {
                await stream.OnNextBatchAsync(frames);
                counters.FramesSent(frames.Length);
                _sentAt = time.GetTimestamp();
            }
            catch (Exception exception)
            {
                SessionLog.SendFailed(logger, frames[0].SessionId, frames[0].Number, exception);
            }
        }
    }
}
