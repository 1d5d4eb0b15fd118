using CsCheck;
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
                var audio = new SegmentAudio();
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
        var audio = new SegmentAudio();
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
        var audio = new SegmentAudio();
        Assert.Null(audio.TryRead(0, 0, out var first));
        Assert.False(first.IsCompleted);
        audio.OnAudio([1, 2]);
        await first;

        Assert.Null(audio.TryRead(2, 0, out var second));
        audio.Finish(null);
        await second;
        Assert.Equal((true, 0), (audio.TryRead(2, 0, out _)?.IsLast, audio.TryRead(2, 0, out _)?.Blocks.Length));
    }

    [Fact]
    public void One_part_is_a_modest_message()
    {
        var audio = new SegmentAudio();
        for (var i = 0; i < 40; i++)
            audio.OnAudio(new byte[32 * 1024]);
        audio.Finish(Broken);

        var part = audio.TryRead(0, 0, out _)!;
        Assert.Equal(MaxPartBytes, part.Blocks.Sum(block => block.Length));
        Assert.Equal((false, null), (part.IsLast, part.Error));
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

        public bool TryRead() => Take(audio.TryRead(Position, Marks.Count, out _)) is not null;

        public void ReadToEnd()
        {
            while (!Take(audio.TryRead(Position, Marks.Count, out _))!.IsLast)
            {
                // On to the next part.
            }
        }

        public async Task FollowAsync()
        {
            SegmentPart? part;
            do
            {
                part = Take(audio.TryRead(Position, Marks.Count, out var changed));
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
