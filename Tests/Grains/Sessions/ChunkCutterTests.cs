using CsCheck;
using Speeko.Grains.Sessions;

namespace Speeko.Tests.Grains.Sessions;

public sealed class ChunkCutterTests
{
    private static readonly Gen<byte[][]> AnyBlocks = Gen.Byte.Array[0, 700].Array[0, 8];

    [Fact]
    public void Cut_as_it_comes_a_sentence_is_whole_in_full_chunks_within_the_frame() =>
        Gen.Select(AnyBlocks, Gen.Int[1, 200], Gen.Int[1, 1000], Gen.Bool).Sample((blocks, chunk, frame, startsUtterance) =>
        {
            var opening = (chunk + 1) / 2;
            var cutter = new ChunkCutter(chunk);
            var payloads = new List<byte[]>();
            for (var i = 0; i < blocks.Length; i++)
            {
                cutter.Add(blocks[i]);
                var isEnd = i == blocks.Length - 1;
                if (startsUtterance && payloads.Count == 0 && cutter.TakeOpening(isEnd, opening) is { } first)
                    payloads.Add(first);
                while ((!startsUtterance || payloads.Count > 0) && cutter.TakeNext(isEnd, frame) is { } next)
                    payloads.Add(next);
            }

            Assert.Equal(blocks.SelectMany(block => block), payloads.SelectMany(payload => payload));
            Assert.All(payloads, payload => Assert.InRange(payload.Length, 1, Math.Max(chunk, frame)));
            var mayBeShort = startsUtterance ? 1 : 0;
            Assert.All(payloads.Skip(mayBeShort).SkipLast(1), payload => Assert.Equal(0, payload.Length % chunk));
            Assert.All(payloads.Take(mayBeShort), payload => Assert.Equal(Math.Min(opening, blocks.Sum(block => block.Length)), payload.Length));
        });

    [Fact]
    public void The_first_audio_goes_alone_and_is_always_as_long_but_in_a_shorter_sentence()
    {
        var cutter = new ChunkCutter(chunkBytes: 4);

        Assert.Null(cutter.TakeOpening(isEnd: true, openingBytes: 2));
        cutter.Add(new byte[] { 1 });
        Assert.Null(cutter.TakeOpening(isEnd: false, openingBytes: 2));
        cutter.Add(new byte[] { 2, 3 });
        Assert.Equal([1, 2], cutter.TakeOpening(isEnd: false, openingBytes: 2));
        Assert.Equal([3], cutter.TakeOpening(isEnd: true, openingBytes: 2));
        Assert.Null(cutter.TakeOpening(isEnd: true, openingBytes: 2));
    }

    [Fact]
    public void Less_than_a_chunk_waits_for_the_end()
    {
        var cutter = new ChunkCutter(chunkBytes: 4);
        cutter.Add(new byte[] { 1, 2, 3 });

        Assert.Null(cutter.TakeNext(isEnd: false, 8));
        Assert.Equal([1, 2, 3], cutter.TakeNext(isEnd: true, 8));
        Assert.Null(cutter.TakeNext(isEnd: true, 8));
    }

    [Fact]
    public void A_frame_holds_whole_chunks_only()
    {
        var cutter = new ChunkCutter(chunkBytes: 4);
        cutter.Add(new byte[17]);

        Assert.Equal(8, cutter.TakeNext(isEnd: false, 11)!.Length);
        Assert.Equal(8, cutter.TakeNext(isEnd: false, 11)!.Length);
        Assert.Null(cutter.TakeNext(isEnd: false, 11));
        Assert.Single(cutter.TakeNext(isEnd: true, 11)!);
    }
}
