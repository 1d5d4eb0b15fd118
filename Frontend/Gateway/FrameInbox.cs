using System.Threading.Channels;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// What has come for one session and waits for its door: in order, each frame once, nothing of a cancelled epoch. Also
/// knows whether more is due. Thread-safe; delivering never waits.
/// </summary>
internal sealed class FrameInbox(TimeProvider time)
{
    /// <summary>The session's window holds far fewer. Full: a frame is dropped, which makes a gap, which is asked for again.</summary>
    private const int MaxFrames = 4096;

    private readonly Channel<SpeechFrame> _frames = Channel.CreateBounded<SpeechFrame>(
        new BoundedChannelOptions(MaxFrames) { SingleReader = true });
    private readonly Lock _lock = new();
    private long _next;
    private long _askedFor = -1;
    private int _epoch;
    private int _epochOfSession;
    private int _due;
    private bool _hasOpenUtterance;
    private long _lastNews = time.GetTimestamp();

    public ChannelReader<SpeechFrame> Frames => _frames.Reader;

    /// <summary>Number of the first frame that has not come.</summary>
    public long Next
    {
        get { lock (_lock) return _next; }
    }

    public bool IsCurrent(SpeechFrame frame) => frame.Epoch >= Volatile.Read(ref _epoch);

    /// <summary>Takes a frame in. Returns the number to ask for when one is missing; once for each gap.</summary>
    public long? Deliver(SpeechFrame frame)
    {
        lock (_lock)
        {
            if (_epochOfSession > 0)
                frame = frame with { Epoch = frame.Epoch + _epochOfSession };

            // What was had before comes again after a replay.
            if (frame.Number < _next)
                return null;
            if (frame.Number > _next || !_frames.Writer.TryWrite(frame))
            {
                var isNews = _askedFor != _next;
                _askedFor = _next;
                return isNews ? _next : null;
            }

            _next++;
            _lastNews = time.GetTimestamp();
            if (frame.Kind is FrameKind.Ended or FrameKind.Failed && frame.Epoch == _epoch && _due > 0)
                _due--;
            return null;
        }
    }

    /// <summary>An utterance was asked for; a part of one that is open already is nothing new. True when it is.</summary>
    public bool Expect(bool isWhole)
    {
        lock (_lock)
        {
            var isNew = isWhole || !_hasOpenUtterance;
            _hasOpenUtterance = !isWhole;
            _due += isNew ? 1 : 0;
            _lastNews = time.GetTimestamp();
            return isNew;
        }
    }

    /// <summary>The utterance was refused: nothing of it will come.</summary>
    public void ExpectNot()
    {
        lock (_lock)
        {
            _hasOpenUtterance = false;
            _due = Math.Max(0, _due - 1);
        }
    }

    /// <summary>No further text comes to the open utterance.</summary>
    public void CloseUtterance()
    {
        lock (_lock)
            _hasOpenUtterance = false;
    }

    /// <summary>Nothing from before comes out any more, and nothing is due.</summary>
    public void RaiseEpoch()
    {
        lock (_lock)
        {
            Volatile.Write(ref _epoch, _epoch + 1);
            (_due, _hasOpenUtterance) = (0, false);
        }
    }

    /// <summary>The number to ask for when something is due and nothing has come for a while.</summary>
    public long? Overdue(TimeSpan patience)
    {
        lock (_lock)
        {
            if (_due == 0 || time.GetElapsedTime(_lastNews) < patience)
                return null;
            _lastNews = time.GetTimestamp();
            return _next;
        }
    }

    /// <summary>Ends all that is due with an error of this side: the session can not tell any more.</summary>
    public void Fail(Guid session, SpeechError error)
    {
        lock (_lock)
        {
            for (; _due > 0; _due--)
            {
                _frames.Writer.TryWrite(new SpeechFrame
                {
                    Kind = FrameKind.Failed,
                    SessionId = session,
                    Number = _next,
                    Epoch = _epoch,
                    Error = error,
                });
            }

            _hasOpenUtterance = false;
        }
    }

    /// <summary>
    /// Another session takes over and counts from 0. Its epochs are counted on from those before: frames of the session
    /// before may still wait for the reader, and those that were cancelled stay so.
    /// </summary>
    public void Restart()
    {
        lock (_lock)
            (_next, _askedFor, _epochOfSession) = (0, -1, _epoch);
    }

    public void Complete() => _frames.Writer.TryComplete();
}
