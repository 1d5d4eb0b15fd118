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
}

/// <summary>What travels on the relay: one step of one session.</summary>
[GenerateSerializer, Immutable, Alias("speeko.frame")]
public sealed record SpeechFrame : IRelayPayload
{
    /// <summary>What a frame weighs beside its audio, in bytes.</summary>
    private const int Overhead = 96;

    [Id(0)] public required FrameKind Kind { get; init; }

    [Id(1)] public Guid SessionId { get; init; }

    /// <summary>Position among the session's frames, from 0, without gaps.</summary>
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

    /// <summary>The <see cref="SessionState.Attachment"/> that it was sent for.</summary>
    [Id(16)] public int Attachment { get; init; }

    /// <summary>Of audio, sent or named.</summary>
    public int AudioBytes => Name?.Length ?? Audio.Length;

    /// <summary>What the frame takes on its way.</summary>
    public int SizeBytes => Overhead + Audio.Length + (Marks.Length * 32) + (Name is null ? 0 : Overhead + Name.Request.Text.Length);

    public int ChunkCount => AudioBytes == 0 ? 0 : (AudioBytes + ChunkBytes - 1) / ChunkBytes;
}
