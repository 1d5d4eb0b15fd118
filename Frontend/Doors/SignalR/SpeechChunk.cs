using MessagePack;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary>
/// An item of a stream: one chunk; the last one of an utterance has no audio, and the duration or what is wrong.
/// </summary>
[MessagePackObject]
public sealed record SpeechChunk
{
    /// <summary>Position in the session, from 0, without gaps.</summary>
    [Key("sequence")] public long Sequence { get; init; }

    /// <summary>Raw bytes in MessagePack, base64 in JSON.</summary>
    [Key("audio")] public byte[] Audio { get; init; } = [];

    [Key("isFinal")] public bool IsFinal { get; init; }

    [Key("sampleRate")] public int SampleRate { get; init; }

    [Key("channels")] public int Channels { get; init; }

    /// <summary><c>pcm</c> or <c>wav</c>.</summary>
    [Key("format")] public string Format { get; init; } = "pcm";

    /// <summary>Of the whole utterance, in milliseconds; on the final item.</summary>
    [Key("durationMs")] public long DurationMs { get; init; }

    /// <summary>Which one of the session, from 0.</summary>
    [Key("utterance")] public int Utterance { get; init; }

    /// <summary>Why the utterance has ended early, as <c>code: sentence</c>; on a final item.</summary>
    [Key("error")] public string? Error { get; init; }

    internal static IEnumerable<SpeechChunk> From(SpeechFrame frame, AudioFormat format)
    {
        var template = new SpeechChunk
        {
            Utterance = frame.Utterance,
            SampleRate = format.SampleRateHz,
            Channels = format.Channels,
            Format = format.Container == AudioContainer.Wav ? "wav" : "pcm",
        };
        if (frame.Kind == FrameKind.Ended)
        {
            yield return template with { Sequence = frame.Sequence, IsFinal = true, DurationMs = frame.DurationMs };
            yield break;
        }

        for (var i = 0; i < frame.ChunkCount; i++)
        {
            var start = i * frame.ChunkBytes;
            var end = Math.Min(start + frame.ChunkBytes, frame.Audio.Length);
            yield return template with { Sequence = frame.Sequence + i, Audio = frame.Audio[start..end].ToArray() };
        }
    }
}
