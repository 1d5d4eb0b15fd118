using System.Buffers.Binary;

namespace Speeko.Speech.Audio;

/// <summary>The 44 bytes before signed 16-bit mono samples in a RIFF WAVE file.</summary>
public static class WavHeader
{
    public const int Bytes = 44;

    /// <summary>What players take for "until the end of the stream".</summary>
    private const uint OpenSize = 0xFFFFFFFF;

    private const int BytesPerSample = 2;

    /// <summary>For a stream whose length is not known when it starts.</summary>
    public static byte[] Streaming(int sampleRateHz) => Write(sampleRateHz, OpenSize, OpenSize);

    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="dataBytes">Bytes of samples that follow; what no longer fits the format is written as open.</param>
    public static byte[] Sized(int sampleRateHz, long dataBytes) => dataBytes + Bytes - 8 < OpenSize
        ? Write(sampleRateHz, (uint)(dataBytes + Bytes - 8), (uint)dataBytes)
        : Streaming(sampleRateHz);

    private static byte[] Write(int sampleRateHz, uint riffSize, uint dataSize)
    {
        var header = new byte[Bytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), riffSize);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), sampleRateHz * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), BytesPerSample * 8);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), dataSize);
        return header;
    }
}
