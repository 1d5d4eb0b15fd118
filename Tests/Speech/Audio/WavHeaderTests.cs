using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Speeko.Speech.Audio;

namespace Speeko.Tests.Speech.Audio;

public sealed class WavHeaderTests
{
    private const uint Open = uint.MaxValue;

    [Fact]
    public void Tells_of_16_bit_mono_samples_at_the_rate()
    {
        var header = WavHeader.Sized(22050, 1000);

        Assert.Equal(WavHeader.Bytes, header.Length);
        Assert.Equal("RIFF", Text(header, 0));
        Assert.Equal("WAVE", Text(header, 8));
        Assert.Equal("fmt ", Text(header, 12));
        Assert.Equal(16u, UInt32(header, 16));
        Assert.Equal(1, UInt16(header, 20));
        Assert.Equal(1, UInt16(header, 22));
        Assert.Equal(22050u, UInt32(header, 24));
        Assert.Equal(44100u, UInt32(header, 28));
        Assert.Equal(2, UInt16(header, 32));
        Assert.Equal(16, UInt16(header, 34));
        Assert.Equal("data", Text(header, 36));
    }

    [Fact]
    public void A_stream_leaves_both_sizes_open()
    {
        var header = WavHeader.Streaming(16000);

        Assert.Equal(Open, UInt32(header, 4));
        Assert.Equal(Open, UInt32(header, 40));
    }

    [Fact]
    public void Sizes_are_told_as_long_as_they_fit_and_left_open_beyond() =>
        Gen.Long[0, 2L * uint.MaxValue].Sample(dataBytes =>
        {
            var header = WavHeader.Sized(8000, dataBytes);
            var riffBytes = dataBytes + WavHeader.Bytes - 8;

            Assert.Equal(riffBytes < Open ? (uint)riffBytes : Open, UInt32(header, 4));
            Assert.Equal(riffBytes < Open ? (uint)dataBytes : Open, UInt32(header, 40));
        });

    [Theory]
    [InlineData(0xFFFFFFFEL - 36, 0xFFFFFFFEu)]
    [InlineData(0xFFFFFFFFL - 36, Open)]
    public void The_largest_size_that_fits_is_one_below_open(long dataBytes, uint riffBytes) =>
        Assert.Equal(riffBytes, UInt32(WavHeader.Sized(8000, dataBytes), 4));

    private static string Text(byte[] header, int at) => Encoding.ASCII.GetString(header, at, 4);

    private static uint UInt32(byte[] header, int at) => BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(at));

    private static int UInt16(byte[] header, int at) => BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(at));
}
