using Speeko.Grains.Interfaces.Segments;
using Speeko.Relay;

namespace Speeko.Grains.Interfaces.Sessions;

[GenerateSerializer, Alias("speeko.frame-kind")]
public enum FrameKind : byte
{
    /// <summary>Keeps a lane's pulse; belongs to no session, <see cref="SpeechFrame.Number"/> counts the beats.</summary>
    Heartbeat,

    /// <summary>An utterance begins: its format is known.</summary>
    Started,

    /// <summary>Consecutive chunks of audio.</summary>
    Audio,

    /// <summary>All audio of the utterance has been sent.</summary>
    Ended,

    /// <summary>The utterance ends early, because of <see cref="SpeechFrame.Error"/>.</summary>
    Failed,

    /// <summary>A notice beside the numbered frames: what is of an epoch below this one is not to be heard any more.</summary>
    Cancelled,

    /// <summary>A notice: the session has come to its end.</summary>
    Closed,

    /// <summary>A notice: another connection leads the session now; <see cref="SpeechFrame.Number"/> is its <see cref="SessionState.Lead"/>.</summary>
    TakenOver,

    /// <summary>A notice: the session leaves its silo, and is to be attached to another.</summary>
    Moving,
}

/// <summary>What travels on the relay: one step of one session.</summary>
[GenerateSerializer, Immutable, Alias("speeko.frame")]
public sealed record SpeechFrame : IRelayPayload
{
    /// <summary>Of a frame that is about the whole session.</summary>
    public const int NoUtterance = -1;

    /// <summary>What a frame weighs beside its audio, in bytes.</summary>
    private const int Overhead = 96;

    [Id(0)] public required FrameKind Kind { get; init; }

    [Id(1)] public Guid SessionId { get; init; }

    /// <summary>
    /// Position among the session's frames, without gaps as long as the session stays on its silo. On another silo it goes on
    /// with a number far behind: frames are cut anew there.
    /// </summary>
    [Id(2)] public long Number { get; init; }

    /// <summary>Frames of an epoch below the session's are never delivered.</summary>
    [Id(3)] public int Epoch { get; init; }

    /// <summary>Which utterance of the session, from 0.</summary>
    [Id(4)] public int Utterance { get; init; }

    /// <summary>Position of the first chunk in the session, from 0, without gaps.</summary>
    [Id(5)] public long Sequence { get; init; }

    /// <summary>Audio of the session before this frame, in milliseconds.</summary>
    [Id(6)] public long OffsetMs { get; init; }

    /// <summary>Bytes of a chunk; only the last chunk of a frame may be shorter.</summary>
    [Id(7)] public int ChunkBytes { get; init; }

    /// <summary>Empty where the audio is <see cref="Name">named</see>.</summary>
    [Id(8)] public ReadOnlyMemory<byte> Audio { get; init; }

    [Id(9)] public FrameMark[] Marks { get; init; } = [];

    [Id(10)] public AudioFormat? Format { get; init; }

    /// <summary>Of the whole utterance, in milliseconds; on <see cref="FrameKind.Ended"/>.</summary>
    [Id(11)] public long DurationMs { get; init; }

    [Id(12)] public SpeechError? Error { get; init; }

    /// <summary>Stands for <see cref="Audio"/> where the cluster has the segment whole.</summary>
    [Id(13)] public NamedAudio? Name { get; init; }

    /// <summary>The session counts on hearing that the listener has had this frame: what it waits for, or the last for a while.</summary>
    [Id(14)] public bool IsToBeAcknowledged { get; init; }

    /// <summary>On frames with samples.</summary>
    [Id(15)] public SpokenTo? Reached { get; init; }

    /// <summary>How far ahead of its listener the utterance was asked to be, in bytes of audio; on <see cref="FrameKind.Started"/>, null for as far as is usual.</summary>
    [Id(16)] public long? WindowBytes { get; init; }

    /// <summary>Of audio, sent or named.</summary>
    public int AudioBytes => Name?.Length ?? Audio.Length;

    /// <summary>What the frame takes on its way.</summary>
    public int SizeBytes => Overhead + Audio.Length + (Marks.Length * 32) + (Name is null ? 0 : Overhead + Name.Request.Text.Length);

    public int ChunkCount => AudioBytes == 0 ? 0 : (AudioBytes + ChunkBytes - 1) / ChunkBytes;

    /// <summary>Position of the first chunk behind this frame.</summary>
    public long SequenceEnd => Sequence + ChunkCount;

    /// <summary>A part of the frame, as a frame.</summary>
    /// <param name="start">First byte of its audio; where a chunk begins.</param>
    /// <param name="length">At most so many bytes; whole chunks, unless it is the end.</param>
    public SpeechFrame Part(int start, int length)
    {
        length = Math.Min(length, AudioBytes - start);
        var after = AudioBytes - start - length;
        if (start == 0 && after == 0)
            return this;
        var (fromMs, toMs) = (TimeAt(start), TimeAt(start + length));
        return this with
        {
            Sequence = Sequence + (start / ChunkBytes),
            OffsetMs = fromMs,
            Audio = Name is null ? Audio.Slice(start, length) : Audio,
            Name = Name is null ? null : Name with { Start = Name.Start + start, Length = length },
            Marks = [.. Marks.Where(mark => (start == 0 || mark.TimeMs >= fromMs) && (after == 0 || mark.TimeMs < toMs))],
            Reached = Reached?.Before(after, Reached.SessionMs - toMs),
            IsToBeAcknowledged = IsToBeAcknowledged && after == 0,
        };
    }

    private long TimeAt(int audioByte) => Reached is null || AudioBytes == 0
        ? OffsetMs
        : OffsetMs + ((Reached.SessionMs - OffsetMs) * audioByte / AudioBytes);
}
