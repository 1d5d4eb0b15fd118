using System.Diagnostics.CodeAnalysis;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// What has come of one session for one listener and waits for its door: in order, each chunk once, nothing of a cancelled
/// epoch. Also knows whether more is due. Thread-safe; delivering never waits.
/// </summary>
internal sealed class FrameInbox(Guid session, TimeProvider time)
{
    /// <summary>Full: a frame is dropped, which makes a gap, which is asked for again.</summary>
    private readonly FrameQueue _frames = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _epochEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SessionScript _script = new();

    /// <summary>What comes while it is not known yet which frame is the next; null at all other times.</summary>
    private List<SpeechFrame>? _held;
    private long _next;
    private long _nextSequence;
    private long _askedFor = -1;
    private bool _isPlaced;
    private int _begun = -1;
    private int _ended = -1;
    private int _epoch;
    private long _lastNews = time.GetTimestamp();

    /// <summary>Number of the first frame that has not come.</summary>
    public long Next
    {
        get { lock (_lock) return _next; }
    }

    /// <summary>Position of the first chunk that has not come.</summary>
    public long NextSequence
    {
        get { lock (_lock) return _nextSequence; }
    }

    /// <summary>Position of the first chunk that its listener gets; what has come since does not change it.</summary>
    public long Start { get; private set; }

    /// <summary>How far the session has been asked to speak, by this side or before it.</summary>
    public AskedText Asked
    {
        get { lock (_lock) return _script.Asked; }
    }

    /// <summary>A later frame has come, so the next one is lost.</summary>
    public bool HasGap
    {
        get { lock (_lock) return _askedFor == _next; }
    }

    /// <summary>It is known where its listener comes in at a session that others have begun.</summary>
    public bool IsPlaced
    {
        get { lock (_lock) return _isPlaced; }
    }

    public bool IsCurrent(SpeechFrame frame) => frame.Epoch >= Volatile.Read(ref _epoch);

    /// <summary>Ends when the frame is not for the listener any more.</summary>
    public Task WhenOutdated(SpeechFrame frame)
    {
        lock (_lock)
            return IsCurrent(frame) ? _epochEnd.Task : Task.CompletedTask;
    }

    public IAsyncEnumerable<SpeechFrame> ReadAsync(CancellationToken cancellationToken) => _frames.ReadAsync(cancellationToken);

    public bool TryRead([MaybeNullWhen(false)] out SpeechFrame frame) => _frames.TryRead(out frame);

    /// <inheritdoc cref="FrameQueue.Heard" />
    public void Heard(long sessionMs) => _frames.Heard(sessionMs);

    /// <summary>Takes a frame in. Returns the number to ask for when one is missing; once for each gap.</summary>
    public long? Deliver(SpeechFrame frame)
    {
        lock (_lock)
        {
            if (_held is null)
                return Take(frame);
            if (_held.Count < FrameQueue.MaxFrames)
                _held.Add(frame);
            return null;
        }
    }

    /// <summary>What is known on this side, for the session to go on. What comes meanwhile is held until <see cref="Align"/>.</summary>
    public SessionState Suspend()
    {
        lock (_lock)
        {
            _askedFor = -1;
            _lastNews = time.GetTimestamp();
            _held ??= [];
            return _script.State(_epoch, _next) with { AheadMs = _frames.AheadMs };
        }
    }

    /// <summary>The session goes on with this frame, which is where the listener is or a little before.</summary>
    /// <returns>The number to ask for when one is missing.</returns>
    public long? Align(long nextFrame)
    {
        lock (_lock)
        {
            _next = nextFrame;
            return TakeHeld();
        }
    }

    /// <summary>The listener comes in at this point of the session, or in the middle of its first frame.</summary>
    /// <param name="state">Of the session.</param>
    /// <param name="sequence">The first chunk that is wanted; null for all.</param>
    /// <param name="leads">Otherwise it only listens: what is asked for is not its concern.</param>
    /// <returns>The number to ask for when a frame is missing.</returns>
    public long? Begin(SessionState state, long? sequence, bool leads)
    {
        lock (_lock)
        {
            _isPlaced = true;
            _script = new SessionScript(leads ? state : state with { Utterances = [] });
            (_next, _nextSequence) = (state.NextFrame, Math.Max(sequence ?? 0, state.NextSequence));
            Start = _nextSequence;
            Volatile.Write(ref _epoch, state.Epoch);
            if (state.Utterances is [{ Format: { } format } utterance, ..])
            {
                _begun = utterance.Index;
                _frames.MakeRoom(format.BytesOf(utterance.Settings.WindowMs ?? 0));
                _frames.TryWrite(new SpeechFrame
                {
                    Kind = FrameKind.Started,
                    SessionId = session,
                    Number = _next,
                    Epoch = _epoch,
                    Utterance = utterance.Index,
                    Sequence = _nextSequence,
                    Format = format,
                });
            }

            return TakeHeld();
        }
    }

    /// <summary>Text was asked for, which is an utterance or a part of one that is open already.</summary>
    public SessionScript.Request Expect(UtteranceSettings settings, string text, bool isWhole)
    {
        lock (_lock)
        {
            _lastNews = time.GetTimestamp();
            return _script.Add(settings, text, isWhole);
        }
    }

    /// <summary>It was refused: nothing of it will come.</summary>
    public void ExpectNot(SessionScript.Request refused)
    {
        lock (_lock)
            _script.Refuse(refused);
    }

    /// <summary>No further text comes to the open utterance. Returns its number; null when there is none.</summary>
    public int? CloseUtterance()
    {
        lock (_lock)
            return _script.Close();
    }

    /// <summary>Nothing from before comes out any more, and nothing is due.</summary>
    /// <param name="epoch">That begins, or has begun, when the notice of it comes late; null for the next.</param>
    /// <returns>The epoch.</returns>
    public int RaiseEpoch(int? epoch = null)
    {
        lock (_lock)
        {
            var next = epoch ?? (_epoch + 1);
            if (next > _epoch)
            {
                Volatile.Write(ref _epoch, next);
                _epochEnd.SetResult();
                _epochEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _script.Clear();
            _ended = _begun;
            return _epoch;
        }
    }

    /// <summary>The number to ask for when something is due, the reader has all that came, and nothing has come for a while.</summary>
    public long? Overdue(TimeSpan patience)
    {
        lock (_lock)
        {
            if ((_script.Count == 0 && _begun == _ended) || _held is not null || _frames.Count > 0
                || time.GetElapsedTime(_lastNews) < patience)
            {
                return null;
            }

            _lastNews = time.GetTimestamp();
            return _next;
        }
    }

    /// <summary>Ends all that is due with an error of this side. What the session may still say of it is not for the listener.</summary>
    /// <returns>How many utterances have ended by it.</returns>
    public int Fail(SpeechError error)
    {
        lock (_lock)
        {
            int[] due = _script.Count > 0 || _begun == _ended ? [.. _script.Utterances] : [_begun];
            if (due.Length > 0)
                RaiseEpoch();
            foreach (var utterance in due)
                _frames.TryWrite(Failure(error, utterance));
            return due.Length;
        }
    }

    /// <summary>Nothing will come any more, for this reason.</summary>
    public void End(SpeechError reason)
    {
        lock (_lock)
            _frames.TryWrite(Failure(reason, SpeechFrame.NoUtterance));
        Complete();
    }

    public void Complete() => _frames.Complete();

    private long? TakeHeld()
    {
        var held = _held ?? [];
        (_held, _askedFor, _lastNews) = (null, -1, time.GetTimestamp());
        long? missing = null;
        foreach (var frame in held)
            missing = Take(frame) ?? missing;
        return missing;
    }

    private long? Take(SpeechFrame frame)
    {
        // What was had before comes again after a replay.
        if (frame.Number < _next)
            return null;
        if (frame.Number > _next || !TryWrite(frame))
        {
            var isNews = _askedFor != _next;
            _askedFor = _next;
            return isNews ? _next : null;
        }

        _next++;
        _lastNews = time.GetTimestamp();
        _nextSequence = Math.Max(_nextSequence, frame.SequenceEnd);
        _script.Follow(frame, _epoch);
        if (frame.Kind == FrameKind.Started)
            _frames.MakeRoom(frame.WindowBytes ?? 0);
        return null;
    }

    /// <summary>False when there is no room.</summary>
    private bool TryWrite(SpeechFrame frame)
    {
        if (NewOf(frame) is not { } fresh)
            return true;
        if (!_frames.TryWrite(fresh))
            return false;
        if (fresh.Kind is FrameKind.Started or FrameKind.Ended or FrameKind.Failed)
            _begun = fresh.Utterance;
        if (fresh.Kind is FrameKind.Ended or FrameKind.Failed || fresh.Epoch < _epoch)
            _ended = _begun;
        return true;
    }

    /// <summary>What the listener has not had: a session that goes on elsewhere cuts its frames anew.</summary>
    private SpeechFrame? NewOf(SpeechFrame frame) => frame.Kind switch
    {
        FrameKind.Started when frame.Utterance <= _begun => null,
        FrameKind.Ended or FrameKind.Failed when frame.Utterance <= _ended => null,
        FrameKind.Audio when frame.ChunkCount == 0 || frame.Sequence >= _nextSequence => frame,
        FrameKind.Audio when frame.SequenceEnd <= _nextSequence => null,
        FrameKind.Audio => frame.Part((int)(_nextSequence - frame.Sequence) * frame.ChunkBytes, frame.AudioBytes),
        _ => frame,
    };

    private SpeechFrame Failure(SpeechError error, int utterance) => new()
    {
        Kind = FrameKind.Failed,
        SessionId = session,
        Number = _next,
        Epoch = _epoch,
        Utterance = utterance,
        Error = error,
    };
}
