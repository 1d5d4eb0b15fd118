using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Grains.Segments;

public sealed class SegmentAudioTests
{
    private const int MaxPartBytes = 256 * 1024;

    private static readonly SpeechError Broken = new(SpeechErrorCode.EngineFailed, "broken");

    [Fact]
    public void Every_reader_gets_all_from_where_it_began_in_any_interleaving() =>
        Gen.Select(AnyOperation.Array[1, 60], Gen.Int[0, 3000].Array[1, 4], Gen.Bool).Sample(
            (operations, starts, fails) =>
            {
                var audio = new SegmentAudio(TimeProvider.System);
                var (whole, marks) = (new List<byte>(), 0);
                var readers = starts.Select(start => new Follower(audio, start)).ToArray();
                foreach (var (kind, size) in operations)
                {
                    switch (kind)
                    {
                        case 0:
                            var block = new byte[size];
                            new Random(whole.Count).NextBytes(block);
                            audio.OnAudio(block);
                            whole.AddRange(block);
                            break;
                        case 1:
                            audio.OnMark(new SpeechMark(MarkKind.Word, marks++, 1, 0));
                            break;
                        default:
                            var reader = readers[size % readers.Length];
                            Assert.Equal(reader.Position < whole.Count, reader.TryRead());
                            break;
                    }

                    Assert.Equal((whole.Count, false), (audio.Length, audio.IsFinished));
                }

                audio.Finish(fails ? Broken : null);
                foreach (var reader in readers)
                {
                    reader.ReadToEnd();
                    Assert.Equal(whole.Skip(reader.Start), reader.Heard);
                    Assert.Equal(Enumerable.Range(0, marks), reader.Marks);
                    Assert.Equal(fails ? Broken : null, reader.Error);
                }
            },
            iter: 60);

    [Fact]
    public async Task Readers_that_run_beside_the_writer_get_the_whole()
    {
        var audio = new SegmentAudio(TimeProvider.System);
        var readers = Enumerable.Range(0, 3).Select(_ => new Follower(audio, 0)).ToArray();
        var following = readers.Select(reader => Task.Run(reader.FollowAsync)).ToArray();

        for (var i = 0; i < 500; i++)
            audio.OnAudio([(byte)i, (byte)(i >> 8)]);
        audio.Finish(null);

        await Task.WhenAll(following);
        Assert.All(readers, reader => Assert.Equal(1000, reader.Heard.Count));
        Assert.All(readers, reader => Assert.Equal(readers[0].Heard, reader.Heard));
    }

    [Fact]
    public async Task A_reader_that_has_had_everything_is_told_when_there_is_more()
    {
        var audio = new SegmentAudio(TimeProvider.System);
        Assert.Null(audio.TryRead(0, 0, SegmentDemand.Any, out var first));
        Assert.False(first.IsCompleted);
        audio.OnAudio([1, 2]);
        await first;

        Assert.Null(audio.TryRead(2, 0, SegmentDemand.Any, out var second));
        audio.Finish(null);
        await second;
        Assert.Equal((true, 0), (audio.TryRead(2, 0, SegmentDemand.Any, out _)?.IsLast, audio.TryRead(2, 0, SegmentDemand.Any, out _)?.Blocks.Length));
    }

    [Fact]
    public void One_part_is_a_modest_message()
    {
        var audio = new SegmentAudio(TimeProvider.System);
        for (var i = 0; i < 40; i++)
            audio.OnAudio(new byte[32 * 1024]);
        audio.Finish(Broken);

        var part = audio.TryRead(0, 0, SegmentDemand.Any, out _)!;
        Assert.Equal(MaxPartBytes, part.Blocks.Sum(block => block.Length));
        Assert.Equal((false, null), (part.IsLast, part.Error));
    }

    [Fact]
    public async Task Who_waits_for_much_is_not_kept_waiting_until_it_runs_dry()
    {
        var time = new FakeTimeProvider();
        var audio = new SegmentAudio(time);
        var demand = new SegmentDemand(4, time.GetUtcNow().ToUnixTimeMilliseconds() + 100);

        Assert.Null(audio.TryRead(0, 0, demand, out var changed));
        audio.OnAudio([1, 2]);
        Assert.False(changed.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(100));
        audio.OnAudio([3]);
        await changed;

        Assert.Equal([[1, 2], [3]], audio.TryRead(0, 0, demand, out _)!.Blocks);
        Assert.Null(audio.TryRead(3, 0, demand, out _));
    }

    [Fact]
    public void What_was_put_away_is_read_as_before_until_it_is_dropped()
    {
        var (audio, pages) = (new SegmentAudio(TimeProvider.System), new AudioPages());
        var pcm = new byte[300_000];
        new Random(1).NextBytes(pcm);
        audio.OnAudio(pcm[..100_000]);
        audio.PutAway(pages);
        Assert.Equal(0, pages.Bytes);
        audio.OnAudio(pcm[100_000..]);
        audio.OnMark(new SpeechMark(MarkKind.Word, 1, 2, 3));
        audio.Finish(null);
        var name = audio.NameOf("key", new SegmentRequest("text", "voice", 1, 0));
        audio.PutAway(pages);

        var reader = new Follower(audio, 70_001);
        reader.ReadToEnd();
        Assert.Equal(pcm[70_001..], reader.Heard);
        Assert.Equal((name, 300_000), (audio.NameOf("key", name.Request), audio.Length));
        Assert.Equal(pcm, audio.ToCached().Blocks.SelectMany(block => block));

        audio.Drop();
        Assert.Equal(SpeechErrorCode.Unavailable, audio.TryRead(0, 0, SegmentDemand.Any, out _)!.Error!.Code);
        Assert.Equal(pages.Bytes, (long)pages.FreePages * AudioPages.PageBytes);
    }

    private static Gen<(int Kind, int Size)> AnyOperation => Gen.Select(
        Gen.Int[0, 2], Gen.Frequency<int>((5, Gen.Int[0, 1000]), (1, Gen.Int[0, 64 * 1024])));

    private sealed class Follower(SegmentAudio audio, int start)
    {
        public int Start => start;

        public int Position => start + Heard.Count;

        public List<byte> Heard { get; } = [];

        public List<int> Marks { get; } = [];

        public SpeechError? Error { get; private set; }

        public bool TryRead() => Take(audio.TryRead(Position, Marks.Count, SegmentDemand.Any, out _)) is not null;

        public void ReadToEnd()
        {
            while (!Take(audio.TryRead(Position, Marks.Count, SegmentDemand.Any, out _))!.IsLast)
            {
                // On to the next part.
            }
        }

        public async Task FollowAsync()
        {
            SegmentPart? part;
            do
            {
                part = Take(audio.TryRead(Position, Marks.Count, SegmentDemand.Any, out var changed));
                await changed;
            }
            while (part is not { IsLast: true });
        }

        private SegmentPart? Take(SegmentPart? part)
        {
            foreach (var block in part?.Blocks ?? [])
                Heard.AddRange(block);
            Marks.AddRange(part?.Marks.Select(mark => mark.TextOffset) ?? []);
            Error = part?.Error ?? Error;
            return part;
        }
    }
}
