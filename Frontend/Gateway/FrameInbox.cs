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
    private readonly SessionScript _script = new();
    private long _next;
    private long _askedFor = -1;
    private int _attachment;
    private int _epoch;
    private long _lastNews = time.GetTimestamp();

    public ChannelReader<SpeechFrame> Frames => _frames.Reader;

    /// <summary>Number of the first frame that has not come.</summary>
    public long Next
    {
        get { lock (_lock) return _next; }
    }

    /// <summary>A later frame has come, so the next one is lost.</summary>
    public bool HasGap
    {
        get { lock (_lock) return _askedFor == _next; }
    }

    public bool IsCurrent(SpeechFrame frame) => frame.Epoch >= Volatile.Read(ref _epoch);

    /// <summary>Takes a frame in. Returns the number to ask for when one is missing; once for each gap.</summary>
    public long? Deliver(SpeechFrame frame)
    {
        lock (_lock)
        {
            // What was had before comes again after a replay, and what was sent before the session was attached anew comes again anyway.
            if (frame.Number < _next || frame.Attachment < _attachment)
                return null;
            if (frame.Number > _next || !_frames.Writer.TryWrite(frame))
            {
                var isNews = _askedFor != _next;
                _askedFor = _next;
                return isNews ? _next : null;
            }

            _next++;
            _lastNews = time.GetTimestamp();
            _script.Follow(frame, _epoch);
            return null;
        }
    }

    /// <summary>What the session has to know to go on with what this listener has had. Frames that are under way do not count any more.</summary>
    public SessionState Attach()
    {
        lock (_lock)
        {
            _askedFor = -1;
            _lastNews = time.GetTimestamp();
            return _script.State(++_attachment, _epoch, _next);
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

    /// <summary>No further text comes to the open utterance.</summary>
    public void CloseUtterance()
    {
        lock (_lock)
            _script.Close();
    }

    /// <summary>Nothing from before comes out any more, and nothing is due. Returns what is known of it on this side.</summary>
    public CancelledSpeech RaiseEpoch()
    {
        lock (_lock)
        {
            Volatile.Write(ref _epoch, _epoch + 1);
            var (text, audioMs) = _script.Clear();
            return new CancelledSpeech(_epoch, "", text.Trim(), audioMs);
        }
    }

    /// <summary>The number to ask for when something is due, the reader has all that came, and nothing has come for a while.</summary>
    public long? Overdue(TimeSpan patience)
    {
        lock (_lock)
        {
            if (_script.Count == 0 || _frames.Reader.Count > 0 || time.GetElapsedTime(_lastNews) < patience)
                return null;
            _lastNews = time.GetTimestamp();
            return _next;
        }
    }

    /// <summary>Ends all that is due with an error of this side. What the session may still say of it is not for the listener.</summary>
    /// <returns>How many utterances have ended by it.</returns>
    public int Fail(Guid session, SpeechError error)
    {
        lock (_lock)
        {
            var due = _script.Count;
            if (due > 0)
                RaiseEpoch();
            for (var i = 0; i < due; i++)
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

            return due;
        }
    }

    public void Complete() => _frames.Writer.TryComplete();
}
