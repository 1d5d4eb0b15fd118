using CsCheck;
using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Silo.Caching;

namespace Speeko.Tests.Silo.Caching;

public sealed class CachedAudioFormatTests
{
    private const int RateHz = 22050;
    private const string Key = "0123";

    private static readonly Gen<SegmentMark> AnyMark = Gen.Select(
        Gen.Bool, Gen.Int[0, int.MaxValue], Gen.Int[0, 500], Gen.Long[0, long.MaxValue],
        (isSentence, offset, length, sample) => new SegmentMark(isSentence, offset, length, sample));

    private static readonly Gen<CachedAudio> AnyAudio = Gen.Select(
        Gen.Byte.Array[1, 300].Array[1, 6], AnyMark.Array[0, 5],
        (halves, marks) => new CachedAudio([.. halves.Select(half => (byte[])[.. half, .. half])], marks));

    [Fact]
    public void What_was_written_is_read() => AnyAudio.Sample(audio =>
    {
        var read = CachedAudioFormat.Read(Write(audio), Key, RateHz);

        Assert.NotNull(read);
        Assert.Equal(audio.Blocks.SelectMany(block => block), read.Blocks.SelectMany(block => block));
        Assert.Equal(audio.Marks, read.Marks);
    });

    [Fact]
    public void Long_audio_comes_back_in_modest_blocks()
    {
        var audio = new CachedAudio([new byte[200_000]], []);

        var read = CachedAudioFormat.Read(Write(audio), Key, RateHz);

        Assert.Equal([65536, 65536, 65536, 3392], read!.Blocks.Select(block => block.Length));
    }

    [Fact]
    public void A_changed_byte_makes_a_miss() =>
        Gen.Select(AnyAudio, Gen.UInt, Gen.Int[1, 255]).Sample((audio, at, change) =>
        {
            var value = Write(audio);
            value[at % value.Length] ^= (byte)change;
            Assert.Null(CachedAudioFormat.Read(value, Key, RateHz));
        });

    [Fact]
    public void Every_bit_of_a_value_counts()
    {
        var value = Write(new CachedAudio([[1, 2, 3, 4]], [new SegmentMark(true, 0, 5, 0)]));
        for (var bit = 0; bit < value.Length * 8; bit++)
        {
            value[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(CachedAudioFormat.Read(value, Key, RateHz));
            value[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.NotNull(CachedAudioFormat.Read(value, Key, RateHz));
    }

    [Fact]
    public void A_value_that_is_cut_or_continued_is_a_miss() =>
        Gen.Select(AnyAudio, Gen.UInt, Gen.Byte.Array[1, 40]).Sample((audio, at, more) =>
        {
            var value = Write(audio);
            Assert.Null(CachedAudioFormat.Read(value.AsSpan(0, (int)(at % value.Length)), Key, RateHz));
            Assert.Null(CachedAudioFormat.Read([.. value, .. more], Key, RateHz));
        });

    [Fact]
    public void Anything_else_is_a_miss() =>
        Gen.Byte.Array[0, 200].Sample(value =>
        {
            Assert.Null(CachedAudioFormat.Read(value, Key, RateHz));
            Assert.Null(CachedAudioFormat.Read([.. "SPKA\u0001\0\0\0"u8, .. value], Key, RateHz));
        });

    [Fact]
    public void What_lies_under_a_wrong_name_or_has_another_rate_is_a_miss() => AnyAudio.Sample(audio =>
    {
        var value = Write(audio);
        Assert.Null(CachedAudioFormat.Read(value, "0124", RateHz));
        Assert.Null(CachedAudioFormat.Read(value, Key, 44100));
    });

    private static byte[] Write(CachedAudio audio)
    {
        var value = new byte[CachedAudioFormat.SizeOf(audio)];
        CachedAudioFormat.Write(audio, Key, RateHz, value);
        return value;
    }
}
