using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Silo.Caching;

/// <summary>
/// A segment as bytes, little-endian:
/// <code>
/// 0  magic "SPKA"       12 duration in ms      24 checksum of all else and of the key (XXH3, 64 bits)
/// 4  format version     16 number of marks     32 marks: kind, text offset, text length, sample offset (1+4+4+8 bytes)
/// 8  sample rate in Hz  20 bytes of PCM        …  PCM
/// </code>
/// The key is part of the checksum, so that what lies under a wrong name is not taken for what was asked for.
/// </summary>
internal static class CachedAudioFormat
{
    public const int Version = 1;

    private const uint Magic = 0x414B5053;
    private const int ChecksumAt = 24;
    private const int HeaderBytes = 32;
    private const int MarkBytes = 17;

    /// <summary>Frames are made of blocks of this size without copying, and larger ones would live on the heap for large objects.</summary>
    private const int BlockBytes = 64 << 10;

    public static long SizeOf(CachedAudio audio) => HeaderBytes + ((long)audio.Marks.Count * MarkBytes) + audio.PcmBytes;

    /// <param name="audio">What to write.</param>
    /// <param name="key">Under which it will lie.</param>
    /// <param name="sampleRateHz">Of the samples.</param>
    /// <param name="target">Exactly <see cref="SizeOf"/> bytes.</param>
    public static void Write(CachedAudio audio, string key, int sampleRateHz, Span<byte> target)
    {
        var pcmBytes = audio.PcmBytes;
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], DurationMs(pcmBytes, sampleRateHz));
        BinaryPrimitives.WriteInt32LittleEndian(target[16..], audio.Marks.Count);
        BinaryPrimitives.WriteInt32LittleEndian(target[20..], pcmBytes);
        var rest = target[HeaderBytes..];
        foreach (var mark in audio.Marks)
        {
            rest[0] = mark.IsSentence ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt32LittleEndian(rest[1..], mark.TextOffset);
            BinaryPrimitives.WriteInt32LittleEndian(rest[5..], mark.TextLength);
            BinaryPrimitives.WriteInt64LittleEndian(rest[9..], mark.SampleOffset);
            rest = rest[MarkBytes..];
        }

        foreach (var block in audio.Blocks)
        {
            block.CopyTo(rest);
            rest = rest[block.Length..];
        }

        BinaryPrimitives.WriteUInt64LittleEndian(target[ChecksumAt..], Checksum(target, key));
    }

    /// <summary>Null for whatever is not exactly what was written for this key at this rate by this version.</summary>
    public static CachedAudio? Read(ReadOnlySpan<byte> value, string key, int sampleRateHz)
    {
        if (value.Length < HeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(value) != Magic
            || BinaryPrimitives.ReadInt32LittleEndian(value[4..]) != Version
            || BinaryPrimitives.ReadInt32LittleEndian(value[8..]) != sampleRateHz
            || BinaryPrimitives.ReadUInt64LittleEndian(value[ChecksumAt..]) != Checksum(value, key))
        {
            return null;
        }

        // The checksum tells damage; what follows tells whoever wrote the same format by other rules.
        var markCount = BinaryPrimitives.ReadInt32LittleEndian(value[16..]);
        var pcmBytes = BinaryPrimitives.ReadInt32LittleEndian(value[20..]);
        if (markCount < 0 || pcmBytes <= 0 || pcmBytes % 2 != 0
            || HeaderBytes + ((long)markCount * MarkBytes) + pcmBytes != value.Length
            || BinaryPrimitives.ReadInt32LittleEndian(value[12..]) != DurationMs(pcmBytes, sampleRateHz))
        {
            return null;
        }

        var pcm = value[^pcmBytes..];
        return ReadMarks(value[HeaderBytes..^pcmBytes]) is { } marks ? new CachedAudio(Cut(pcm), marks) : null;
    }

    private static SegmentMark[]? ReadMarks(ReadOnlySpan<byte> bytes)
    {
        var marks = new SegmentMark[bytes.Length / MarkBytes];
        for (var i = 0; i < marks.Length; i++)
        {
            var mark = bytes.Slice(i * MarkBytes, MarkBytes);
            var read = new SegmentMark(
                mark[0] == 1,
                BinaryPrimitives.ReadInt32LittleEndian(mark[1..]),
                BinaryPrimitives.ReadInt32LittleEndian(mark[5..]),
                BinaryPrimitives.ReadInt64LittleEndian(mark[9..]));
            if (mark[0] > 1 || read.TextOffset < 0 || read.TextLength < 0 || read.SampleOffset < 0)
                return null;
            marks[i] = read;
        }

        return marks;
    }

    private static List<byte[]> Cut(ReadOnlySpan<byte> pcm)
    {
        var blocks = new List<byte[]>();
        for (var i = 0; i < pcm.Length; i += BlockBytes)
            blocks.Add(pcm[i..Math.Min(i + BlockBytes, pcm.Length)].ToArray());
        return blocks;
    }

    private static int DurationMs(int pcmBytes, int sampleRateHz) => (int)(pcmBytes / 2 * 1000L / sampleRateHz);

    private static ulong Checksum(ReadOnlySpan<byte> value, string key)
    {
        var hash = new XxHash3();
        hash.Append(Encoding.UTF8.GetBytes(key));
        hash.Append(value[..ChecksumAt]);
        hash.Append(value[HeaderBytes..]);
        return hash.GetCurrentHashAsUInt64();
    }
}
