using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// Frames of one session that have come and wait for the door of one listener; also knows how much its listener has yet to hear.
/// Thread-safe, for one who writes and one who reads.
/// </summary>
internal sealed class FrameQueue
{
    /// <summary>The session's window holds far fewer.</summary>
    public const int MaxFrames = 4096;

    /// <summary>Twice the usual window: a listener who is slower than others on the same session costs no more than that.</summary>
    private const int UsualBytes = 1 << 20;

    private readonly Channel<SpeechFrame> _frames = Channel.CreateBounded<SpeechFrame>(
        new BoundedChannelOptions(MaxFrames) { SingleReader = true });
    private long _maxBytes = UsualBytes;
    private long _bytes;
    private long _comeMs = -1;
    private long _heardMs;

    public int Count => _frames.Reader.Count;

    /// <summary>Audio that has come and was not heard, in milliseconds.</summary>
    public long AheadMs => Math.Max(0, Volatile.Read(ref _comeMs) - Volatile.Read(ref _heardMs));

    public async IAsyncEnumerable<SpeechFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _frames.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (TryRead(out var frame))
                yield return frame;
        }
    }

    public bool TryRead([MaybeNullWhen(false)] out SpeechFrame frame)
    {
        if (!_frames.Reader.TryRead(out frame))
            return false;
        Interlocked.Add(ref _bytes, -frame.Audio.Length);
        return true;
    }

    /// <summary>False when there is no room. What has no samples, as an error, is not in the way.</summary>
    public bool TryWrite(SpeechFrame frame)
    {
        if ((!frame.Audio.IsEmpty && _bytes + frame.Audio.Length > Volatile.Read(ref _maxBytes) && Count > 0) || !_frames.Writer.TryWrite(frame))
            return false;
        Interlocked.Add(ref _bytes, frame.Audio.Length);
        if (frame.Reached is not { } reached)
            return true;
        if (_comeMs < 0)
            Heard(frame.OffsetMs);
        Volatile.Write(ref _comeMs, reached.SessionMs);
        return true;
    }

    /// <summary>The session runs so far ahead, and half a window further with its last frame.</summary>
    public void MakeRoom(long windowBytes) => Volatile.Write(ref _maxBytes, Math.Max(UsualBytes, 2 * windowBytes));

    /// <summary>The listener has heard, or passed over, everything before this time of the session, in milliseconds.</summary>
    public void Heard(long sessionMs) => Volatile.Write(ref _heardMs, Math.Max(sessionMs, Volatile.Read(ref _heardMs)));

    /// <summary>Nothing will come any more.</summary>
    public void Complete() => _frames.Writer.TryComplete();
}
