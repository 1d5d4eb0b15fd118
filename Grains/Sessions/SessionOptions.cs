using System.ComponentModel.DataAnnotations;

namespace Speeko.Grains.Sessions;

public sealed class SessionOptions
{
    public const string Section = "Session";

    /// <summary>Most bytes of a chunk, 256 to 32,000; also set by <c>CHUNK_SIZE</c>. Even, so that no sample is cut.</summary>
    [Range(256, 32_000)]
    public int ChunkBytes { get; set; } = 4096;

    /// <summary>Most audio of one frame, in bytes, 4 KiB to 1 MiB; also set by <c>STREAM_BUFFER_SIZE</c>.</summary>
    [Range(4096, 1 << 20)]
    public int FrameBytes { get; set; } = 65536;

    /// <summary>How far a session runs ahead of what its listener has taken, in frames of full size, 1 to 64.</summary>
    [Range(1, 64)]
    public int WindowFrames { get; set; } = 7;

    /// <summary>Utterances of a session that may wait behind the one being spoken, 1 to 1000.</summary>
    [Range(1, 1000)]
    public int MaxQueuedUtterances { get; set; } = 16;

    /// <summary>Text of a session that has not been spoken yet, in UTF-16 characters, 1,000 to 10,000,000.</summary>
    [Range(1_000, 10_000_000)]
    public int MaxPendingChars { get; set; } = 1_000_000;

    /// <summary>After this long without further text, what was appended is spoken, whole sentence or not; in milliseconds.</summary>
    [Range(50, 60_000)]
    public int StallFlushMs { get; set; } = 800;

    /// <summary>A session that its listener has left without a word waits so long for it to come back; in seconds, 1 to 3600.</summary>
    [Range(1, 3600)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>Audio that was heard and is kept, for who comes back or joins, in seconds, 1 to 3600.</summary>
    [Range(1, 3600)]
    public int KeptSeconds { get; set; } = 60;

    /// <summary>What it may weigh, in bytes, 64 KiB to 64 MiB. Of finished sentences only the names are kept, some hundred bytes each.</summary>
    [Range(64 << 10, 64 << 20)]
    public int KeptBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Of the first chunk of an utterance, which does not wait until it is full: less than an engine makes at a time. It is the same
    /// whoever says the utterance again, and from whatever: who goes on behind it counts chunks.
    /// </summary>
    public int OpeningBytes => Math.Min(ChunkBytes, 2048);

    /// <summary>Most audio of a frame that is named, which weighs nothing, or whose listener has plenty in hand; whole chunks.</summary>
    public int LargeFrameBytes => Math.Max(ChunkBytes, (4 * FrameBytes) - (4 * FrameBytes % ChunkBytes));

    public long WindowBytes => (long)WindowFrames * FrameBytes;
}
