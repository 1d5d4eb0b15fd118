using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions;

namespace Speeko.Tests.Grains.Sessions;

public sealed class FrameLogTests
{
    private const int ChunkBytes = 100;
    private const long Start = 1L << 32;

    private readonly List<SpeechFrame> _forgotten = [];

    [Fact]
    public void Numbers_and_replay_follow_the_model() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 950]).Array[1, 60].Sample(operations =>
        {
            const int KeptBytes = 2000;
            var forgotten = 0;
            var log = new FrameLog(new ListenerCredit(long.MaxValue, TimeProvider.System), keptMs: 1000, KeptBytes, _ => forgotten++);
            var (all, acknowledged, chunks) = (new List<SpeechFrame>(), 0, 0L);
            foreach (var (operation, value) in operations)
            {
                switch (operation)
                {
                    case 0:
                        var added = log.Add(Frame(value));
                        Assert.Equal((all.Count, chunks), (added.Number, added.Sequence));
                        all.Add(added);
                        chunks += (value + ChunkBytes - 1) / ChunkBytes;
                        break;
                    case 1:
                        var next = value % (all.Count + 1);
                        log.Acknowledge(next);
                        acknowledged = Math.Max(acknowledged, next);
                        break;
                    default:
                        var from = (value % (all.Count + 3)) - 1;
                        var isHeld = from >= forgotten && from <= all.Count;
                        Assert.Equal(isHeld ? all.Skip(from) : null, log.From(from));
                        break;
                }

                Assert.Equal((all.Count, chunks), (log.NextNumber, log.NextSequence));
                Assert.Equal(forgotten, log.Oldest);
                var behind = all.Take(acknowledged).Skip(forgotten).ToList();
                Assert.InRange(behind.Sum(frame => frame.SizeBytes), 0, KeptBytes);
                Assert.True(forgotten == 0 || behind.Append(all[forgotten - 1]).Sum(frame => frame.SizeBytes) > KeptBytes);
            }
        });

    [Fact]
    public void What_was_heard_is_kept_for_a_while_by_the_time_that_it_plays()
    {
        var log = NewLog(keptMs: 5000);
        for (var i = 0; i < 10; i++)
            log.Add(Frame(100) with { OffsetMs = i * 1000, Reached = new SpokenTo(0, 0, 0, (i + 1) * 1000) });

        log.Acknowledge(8);
        Assert.Equal([0L, 1L], _forgotten.Select(frame => frame.Number));
        Assert.Equal((2L, 2L), (log.Oldest, log.OldestSequence));
        log.Acknowledge(100);
        Assert.Equal(4, log.Oldest);
    }

    [Fact]
    public void Who_is_refused_again_and_again_leaves_no_more_than_a_few_frames()
    {
        const int Refusals = 100;
        var log = NewLog();
        log.Add(Frame(100));
        for (var i = 0; i < Refusals; i++)
        {
            log.Add(Frame(0) with { Kind = FrameKind.Started });
            log.Add(Frame(0) with { Kind = FrameKind.Failed });
            log.Acknowledge(log.NextNumber);
        }

        var kept = log.From(log.Oldest)!;
        Assert.Equal(16, kept.Count(frame => frame.Kind == FrameKind.Failed));
        Assert.InRange(kept.Count, 16, 33);
        Assert.Equal(1, log.OldestSequence);
        Assert.Equal(log.Oldest, log.NumberAt(1));
    }

    [Fact]
    public void Of_a_finished_sentence_the_name_is_kept()
    {
        var log = NewLog();
        log.Add(Frame(300) with { Reached = new SpokenTo(0, 300, 300, 10) });
        log.Add(Frame(0) with { Kind = FrameKind.Ended });
        var first = log.NextNumber;
        log.Add(Frame(300) with { Reached = new SpokenTo(9, 300, 600, 20) });
        log.Add(Frame(250) with { Reached = new SpokenTo(9, 550, 850, 30) });
        log.Acknowledge(first + 1);
        var whole = new NamedAudio("key", new SegmentRequest("Text.", "de", 1, 0), Content: 5, SegmentBytes: 550, Start: 0, Length: 550);

        log.Name(first, whole);

        var frames = log.From(0)!;
        Assert.Equal([300, 0, 300, 250], frames.Select(frame => frame.AudioBytes));
        Assert.Equal([300, 0, 0, 0], frames.Select(frame => frame.Audio.Length));
        Assert.Equal([(0, 300), (300, 250)], frames.Skip(2).Select(frame => (frame.Name!.Start, frame.Name.Length)));
        Assert.Equal(log.NextSequence, frames[^1].SequenceEnd);
    }

    [Fact]
    public void What_a_name_can_stand_for_gives_up_its_samples_before_anything_is_forgotten()
    {
        var log = NewLog(keptBytes: 2000);
        log.Add(Frame(600) with { Reached = new SpokenTo(0, 600, 600, 10) });
        log.Add(Frame(550) with { Reached = new SpokenTo(0, 1150, 1150, 20) });
        var whole = new NamedAudio("key", new SegmentRequest("Text.", "de", 1, 0), Content: 5, SegmentBytes: 1148, Start: 0, Length: 1148);

        log.StandIn(0, whole);
        log.Add(Frame(1000) with { Reached = new SpokenTo(9, 1000, 2150, 30) });
        Assert.Equal([600, 550, 1000], log.From(0)!.Select(frame => frame.Audio.Length));
        log.Acknowledge(3);

        Assert.Empty(_forgotten);
        var frames = log.From(0)!;
        Assert.Equal([0, 550, 1000], frames.Select(frame => frame.Audio.Length));
        Assert.Equal((0, 600), (frames[0].Name!.Start, frames[0].Name!.Length));
        Assert.Equal([0, 0], log.Nameable().Select(frame => frame.Audio.Length));
        Assert.Equal((598, 550), (log.Nameable()[1].Name!.Start, log.Nameable()[1].Name!.Length));
    }

    [Fact]
    public void Nothing_stands_for_what_is_not_to_be_heard_any_more()
    {
        var log = NewLog(keptBytes: 0);
        log.Add(Frame(600) with { Reached = new SpokenTo(0, 600, 600, 10) });
        log.StandIn(0, new NamedAudio("key", new SegmentRequest("Text.", "de", 1, 0), Content: 5, SegmentBytes: 600, Start: 0, Length: 600));

        log.Silence(epoch: 1);

        Assert.True(Assert.Single(log.Nameable()).Name!.IsUnheard);
    }

    [Fact]
    public void Whoever_wants_a_chunk_is_sent_the_frame_that_holds_it_and_the_end_that_lies_there()
    {
        var log = NewLog();
        log.Add(Frame(0) with { Kind = FrameKind.Started });
        log.Add(Frame(250));
        log.Add(Frame(0) with { Kind = FrameKind.Ended });
        log.Add(Frame(200));

        Assert.Equal([0L, 1L, 1L, 2L, 3L, 4L], Enumerable.Range(0, 6).Select(chunk => log.NumberAt(chunk)));
    }

    [Fact]
    public void On_another_silo_numbers_are_others_and_positions_go_on()
    {
        var log = NewLog();
        log.StartAt(frame: 3, sequence: 70, attempt: 1);
        var other = NewLog();
        other.StartAt(frame: 3, sequence: 70, attempt: 2);

        var added = log.Add(Frame(100));
        Assert.True(added.Number > Start);
        Assert.NotEqual(added.Number, other.Add(Frame(100)).Number);
        Assert.Equal(70, added.Sequence);
        Assert.Null(log.From(3));
    }

    private FrameLog NewLog(long keptMs = 60_000, long keptBytes = 1 << 20) =>
        new(new ListenerCredit(long.MaxValue, new FakeTimeProvider()), keptMs, keptBytes, _forgotten.Add);

    private static SpeechFrame Frame(int bytes) =>
        new() { Kind = FrameKind.Audio, Audio = new byte[bytes], ChunkBytes = ChunkBytes };
}
