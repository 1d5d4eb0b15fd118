using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Grains.Sessions;

/// <summary>
/// Numbers the frames of a session and keeps them: each until its listener has acknowledged it, and then for a while, for who
/// comes back or joins later. Of a sentence that is finished the name is kept, which weighs next to nothing. Belongs to one
/// grain, so it needs no lock.
/// </summary>
/// <param name="credit">What the frames cost.</param>
/// <param name="keptMs">Audio that is kept behind what was acknowledged.</param>
/// <param name="keptBytes">What it may weigh.</param>
/// <param name="forgotten">Called with each frame that is not kept any longer.</param>
internal sealed class FrameLog(ListenerCredit credit, long keptMs, long keptBytes, Action<SpeechFrame> forgotten)
{
    /// <summary>Numbers of one silo's activation lie below this many; see <see cref="SpeechFrame.Number"/>.</summary>
    private const int IncarnationShift = 32;

    /// <summary>So many of them are left free for frames from before it.</summary>
    private const int EarlierNumbers = 1 << 16;

    /// <summary>Who is refused and asks again has no audio by which its frames would grow old.</summary>
    private const int MaxFailures = 16;

    private readonly LinkedList<SpeechFrame> _frames = new();
    private long _acknowledged;
    private long _acknowledgedMs;
    private long _bytesBehind;
    private int _failures;

    /// <summary>Chunks before this one were heard before they were added.</summary>
    private long _heardBefore;

    /// <summary>What can stand for frames whose own samples are nowhere else to be had, by their numbers.</summary>
    private readonly Dictionary<long, NamedAudio> _standIns = [];

    /// <summary>Number of the next new frame.</summary>
    public long NextNumber { get; private set; }

    /// <inheritdoc cref="IncarnationOf" />
    public long Incarnation => IncarnationOf(NextNumber);

    /// <summary>Position of the next chunk in the session.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Number of the first frame that is kept.</summary>
    public long Oldest => NextNumber - _frames.Count;

    /// <summary>Position of the first chunk that is kept.</summary>
    public long OldestSequence => _frames.First?.Value.Sequence ?? NextSequence;

    /// <summary>Whose frame it is: of the activations that have taken a session up, a later one has a higher.</summary>
    public static long IncarnationOf(long number) => number >> IncarnationShift;

    /// <summary>Goes on where a session had come to. Frames are cut anew from here, so their numbers are others.</summary>
    /// <param name="frame">That the listener's side waited for.</param>
    /// <param name="sequence">Position of the first chunk to come.</param>
    /// <param name="attempt">Two attempts at the same point may end on two silos.</param>
    public void StartAt(long frame, long sequence, long attempt)
    {
        NextNumber = ((IncarnationOf(frame) + 1 + (attempt & 0xFFFF)) << IncarnationShift) + EarlierNumbers;
        NextSequence = sequence;
        _acknowledged = NextNumber;
    }

    /// <summary>Goes on behind frames that were heard, and are kept for who comes back.</summary>
    public void Restore(IReadOnlyList<SpeechFrame> frames)
    {
        foreach (var frame in frames)
        {
            _frames.AddLast(frame with { Number = NextNumber++, IsToBeAcknowledged = false });
            Count(frame);
            (NextSequence, _acknowledgedMs) = (frame.SequenceEnd, EndMsOf(frame));
        }

        _acknowledged = NextNumber;
    }

    /// <summary>Frames from before the first are known by now; they were heard.</summary>
    public void Prepend(IReadOnlyList<SpeechFrame> frames)
    {
        var number = Oldest;
        foreach (var frame in frames.Reverse().Take(EarlierNumbers))
        {
            _frames.AddFirst(frame with { Number = --number, IsToBeAcknowledged = false });
            Count(frame);
        }
    }

    public SpeechFrame Add(SpeechFrame frame)
    {
        var numbered = frame with
        {
            Number = NextNumber++,
            Sequence = NextSequence,
            IsToBeAcknowledged = credit.Take(frame),
        };
        NextSequence = numbered.SequenceEnd;
        _frames.AddLast(numbered);
        if (credit.IsShared || numbered.SequenceEnd <= _heardBefore)
            Acknowledge(NextNumber);
        return numbered;
    }

    /// <summary>Everything below <paramref name="nextFrame"/> was heard.</summary>
    public void Acknowledge(long nextFrame)
    {
        nextFrame = Math.Min(nextFrame, NextNumber);
        for (var node = NodeAt(_acknowledged); node is not null && node.Value.Number < nextFrame; node = node.Next)
        {
            credit.Return(node.Value);
            Count(node.Value);
            _acknowledgedMs = EndMsOf(node.Value);
            _acknowledged = node.Value.Number + 1;
        }

        while (_frames.First is { } oldest && oldest.Value.Number < _acknowledged
            && (_bytesBehind > keptBytes || _failures > MaxFailures || _acknowledgedMs - EndMsOf(oldest.Value) > keptMs))
        {
            if (_bytesBehind > keptBytes && TakeStandIn())
                continue;
            Count(oldest.Value, isForgotten: true);
            _frames.RemoveFirst();
            _standIns.Remove(oldest.Value.Number);
            forgotten(oldest.Value);
        }
    }

    /// <summary>What was said <see cref="SayAgainUpTo">before</see> has not been said again yet.</summary>
    public bool IsBehind => NextSequence < _heardBefore;

    /// <summary>What is said next up to this chunk is said again, and not waited for.</summary>
    public void SayAgainUpTo(long sequence) => _heardBefore = sequence;

    /// <summary>
    /// A sentence is finished that was joined to what had been said of it before. Another time it will do as a whole: when its
    /// silo is lost, or its samples weigh too much.
    /// </summary>
    public void StandIn(long first, NamedAudio whole)
    {
        for (var node = NodeAt(first); node is not null; node = node.Next)
        {
            if (node.Value is { Name: null, Reached: { } reached, Audio.Length: var length } && Math.Min(reached.SentenceBytes, whole.Length) >= length)
                _standIns[node.Value.Number] = whole with { Start = Math.Min(reached.SentenceBytes, whole.Length) - length, Length = length };
        }
    }

    /// <summary>A sentence is finished: its frames, from <paramref name="first"/> on, need not keep their audio.</summary>
    public void Name(long first, NamedAudio whole)
    {
        for (var node = NodeAt(first); node is not null; node = node.Next)
        {
            var frame = node.Value;
            if (frame.Name is not null || frame.Reached is not { } reached)
                continue;
            var start = reached.SentenceBytes - frame.Audio.Length;
            node.Value = frame with { Audio = default, Name = whole with { Start = start, Length = frame.Audio.Length } };
            if (frame.Number < _acknowledged)
                _bytesBehind += node.Value.SizeBytes - frame.SizeBytes;
        }
    }

    /// <summary>Frames of an epoch below this one are not to be heard any more: of them only the place is kept.</summary>
    public void Silence(int epoch)
    {
        for (var node = _frames.First; node is not null; node = node.Next)
        {
            if (node.Value is not { Audio.IsEmpty: false } frame || frame.Epoch >= epoch)
                continue;
            _standIns.Remove(frame.Number);
            node.Value = frame with { Audio = default, Name = NamedAudio.Unheard(frame.Audio.Length) };
            if (frame.Number < _acknowledged)
                _bytesBehind += node.Value.SizeBytes - frame.SizeBytes;
        }
    }

    /// <summary>The frames that can be had again by what they name, up to the first that can't.</summary>
    public SpeechFrame[] Nameable() =>
    [
        .. _frames
            .Select(frame => _standIns.TryGetValue(frame.Number, out var name) ? frame with { Audio = default, Name = name } : frame)
            .TakeWhile(frame => frame.Audio.IsEmpty || frame.Reached is null),
    ];

    /// <summary>The frames from <paramref name="nextFrame"/> on, or null when they are not to be had.</summary>
    public IReadOnlyList<SpeechFrame>? From(long nextFrame) =>
        nextFrame < Oldest || nextFrame > NextNumber ? null : [.. _frames.SkipWhile(frame => frame.Number < nextFrame)];

    /// <summary>The frames before <paramref name="nextFrame"/> that are kept.</summary>
    public IEnumerable<SpeechFrame> Before(long nextFrame) => _frames.TakeWhile(frame => frame.Number < nextFrame);

    /// <summary>Number of the first frame that is of interest to who has had everything before a chunk.</summary>
    public long NumberAt(long sequence) => _frames.FirstOrDefault(
        frame => frame.ChunkCount > 0 ? frame.SequenceEnd > sequence : frame.Sequence >= sequence)?.Number ?? NextNumber;

    /// <summary>Position of the first chunk that ends behind a time of the session.</summary>
    public long SequenceAt(long sessionMs) => _frames.FirstOrDefault(
        frame => frame.Reached is { } reached && reached.SessionMs > sessionMs)?.Sequence ?? NextSequence;

    /// <summary>Gives up the samples of the oldest frame that something can stand for.</summary>
    private bool TakeStandIn()
    {
        var number = _standIns.Keys.DefaultIfEmpty(long.MaxValue).Min();
        if (number >= _acknowledged || NodeAt(number) is not { } node || !_standIns.Remove(number, out var name))
            return false;
        _bytesBehind -= node.Value.SizeBytes;
        node.Value = node.Value with { Audio = default, Name = name };
        _bytesBehind += node.Value.SizeBytes;
        return true;
    }

    /// <summary>What was acknowledged and is kept.</summary>
    private void Count(SpeechFrame frame, bool isForgotten = false)
    {
        var sign = isForgotten ? -1 : 1;
        _bytesBehind += sign * frame.SizeBytes;
        _failures += frame.Kind == FrameKind.Failed ? sign : 0;
    }

    private LinkedListNode<SpeechFrame>? NodeAt(long number)
    {
        if (number >= NextNumber || _frames.First is not { } node)
            return null;

        // What is asked for is near the end, if anywhere.
        for (node = _frames.Last!; node.Value.Number > number && node.Previous is { } previous;)
            node = previous;
        return node;
    }

    private static long EndMsOf(SpeechFrame frame) => frame.Reached?.SessionMs ?? frame.OffsetMs;
}
