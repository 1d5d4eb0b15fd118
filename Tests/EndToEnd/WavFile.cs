using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Speeko.Tests.EndToEnd;

/// <summary>Reads what a player would read: a header of 44 bytes that must be right, then 16-bit mono samples.</summary>
internal sealed class WavFile
{
    private const int HeaderBytes = 44;
    private const int Audible = 300;

    private readonly byte[] _bytes;

    public WavFile(string path)
    {
        _bytes = File.ReadAllBytes(path);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(_bytes, 0, 4));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(_bytes, 8, 8));
        Assert.Equal("data", Encoding.ASCII.GetString(_bytes, 36, 4));
        Assert.Equal(_bytes.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(4)));
        Assert.Equal(_bytes.Length - HeaderBytes, BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(40)));
    }

    public int SampleRateHz => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(24));

    public ReadOnlySpan<short> Samples => MemoryMarshal.Cast<byte, short>(_bytes.AsSpan(HeaderBytes));

    public double Seconds => Samples.Length / (double)SampleRateHz;

    /// <summary>Until the first sample that is not all but nothing.</summary>
    public double LeadingSilenceSeconds
    {
        get
        {
            var silent = 0;
            while (silent < Samples.Length && Math.Abs((int)Samples[silent]) < Audible)
                silent++;
            return silent / (double)SampleRateHz;
        }
    }
}
