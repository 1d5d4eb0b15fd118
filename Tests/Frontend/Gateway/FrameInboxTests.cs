using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Gateway;

public sealed class FrameInboxTests
{
    private static readonly Guid Session = Guid.NewGuid();

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly SpeechError Lost = new(SpeechErrorCode.SessionLost, "gone");

    private readonly FakeTimeProvider _time = new();
    private readonly FrameInbox _inbox;

    public FrameInboxTests() => _inbox = new FrameInbox(Session, _time);

    [Fact]
    public void A_gap_is_asked_for_once()
    {
        Assert.Null(_inbox.Deliver(Frame(0)));
        Assert.Equal(1, _inbox.Deliver(Frame(2)));
        Assert.Null(_inbox.Deliver(Frame(3)));
        Assert.Null(_inbox.Deliver(Frame(1)));
        Assert.Equal(2, _inbox.Deliver(Frame(3)));
        Assert.Equal(2, _inbox.Next);
    }

    [Fact]
    public void A_session_that_goes_elsewhere_is_told_how_much_waits_here()
    {
        _inbox.Deliver(Frame(0) with { Reached = new SpokenTo(0, 0, 0, 4000) });
        _inbox.Heard(1500);

        Assert.Equal(2500, _inbox.Suspend().AheadMs);
    }

    [Fact]
    public void What_is_heard_is_outdated_by_a_new_epoch_and_not_by_late_news_of_its_own()
    {
        var outdated = _inbox.WhenOutdated(Frame(0));

        _inbox.RaiseEpoch(0);
        Assert.False(outdated.IsCompleted);

        _inbox.RaiseEpoch();
        Assert.True(outdated.IsCompleted);
        Assert.True(_inbox.WhenOutdated(Frame(1)).IsCompleted);
    }

    [Fact]
    public void Silence_is_overdue_only_while_something_is_due()
    {
        _time.Advance(Patience);
        Assert.Null(_inbox.Overdue(Patience));

        Expect(isWhole: true);
        _time.Advance(Patience - TimeSpan.FromMilliseconds(1));
        Assert.Null(_inbox.Overdue(Patience));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _inbox.Overdue(Patience));
        Assert.Null(_inbox.Overdue(Patience));
        _time.Advance(Patience);
        Assert.Equal(0, _inbox.Overdue(Patience));
    }

    [Theory]
    [InlineData(FrameKind.Ended)]
    [InlineData(FrameKind.Failed)]
    public void Every_utterance_is_due_until_its_end_has_come(FrameKind end)
    {
        Expect(isWhole: true);
        Expect(isWhole: true);

        _inbox.Deliver(Frame(0, end));
        Drain();
        Assert.True(IsDue());
        _inbox.Deliver(Frame(1, end, utterance: 1));
        Drain();
        Assert.False(IsDue());
    }

    [Fact]
    public void Parts_are_one_utterance_until_it_is_closed()
    {
        Expect(isWhole: false);
        Expect(isWhole: false);
        _inbox.CloseUtterance();
        Expect(isWhole: false);
        Expect(isWhole: true);
        Expect(isWhole: false);

        for (var i = 0; i < 4; i++)
        {
            Assert.True(IsDue());
            _inbox.Deliver(Frame(i, FrameKind.Ended, utterance: i));
            Drain();
        }

        Assert.False(IsDue());
    }

    [Fact]
    public void What_was_refused_or_cancelled_is_not_due()
    {
        _inbox.ExpectNot(Expect(isWhole: true));
        Assert.False(IsDue());

        Expect(isWhole: true);
        _inbox.RaiseEpoch();
        _inbox.Deliver(Frame(0, FrameKind.Ended));
        Drain();
        Assert.False(IsDue());
    }

    [Fact]
    public void An_end_of_what_was_cancelled_is_not_the_end_of_what_came_after()
    {
        _inbox.RaiseEpoch();
        Expect(isWhole: true);
        _inbox.Deliver(Frame(0, FrameKind.Ended, epoch: 0));
        Drain();

        Assert.True(IsDue());
        _inbox.Deliver(Frame(1, FrameKind.Ended, epoch: 1));
        Drain();
        Assert.False(IsDue());
    }

    [Fact]
    public void A_lost_session_fails_each_utterance_that_is_due()
    {
        Expect(isWhole: true);
        Expect(isWhole: false);
        Assert.Equal(2, _inbox.Fail(Lost));
        Assert.Equal(0, _inbox.Fail(Lost));

        var failed = Drain();
        Assert.Equal([FrameKind.Failed, FrameKind.Failed], failed.Select(frame => frame.Kind));
        Assert.All(failed, frame => Assert.Equal((Lost, true), (frame.Error, _inbox.IsCurrent(frame))));
        Assert.False(IsDue());
    }

    [Fact]
    public void What_comes_before_it_is_known_where_the_session_goes_on_waits_for_that()
    {
        _inbox.Deliver(Frame(0));
        Assert.Equal(1, _inbox.Suspend().NextFrame);

        // The session goes on elsewhere, with other numbers; the old one has sent something after all.
        Assert.Null(_inbox.Deliver(Frame(1)));
        Assert.Null(_inbox.Deliver(Frame(100)));
        Assert.Null(_inbox.Deliver(Frame(102)));
        Assert.Equal(101, _inbox.Align(100));
        Assert.Equal([0L, 100L], Drain().Select(frame => frame.Number));
        Assert.Null(_inbox.Deliver(Frame(101)));
        Assert.Equal(102, _inbox.Next);
    }

    [Fact]
    public void Whatever_frames_a_session_is_cut_into_anew_each_chunk_comes_once() =>
        Gen.Select(Gen.Int[1, 5].Array[1, 8], Gen.Int[1, 5].Array[1, 12], Gen.Int[0, 8]).Sample((before, after, known) =>
        {
            var inbox = new FrameInbox(Session, _time);
            var heard = new List<byte>();
            var sequence = Deliver(inbox, Frames(before, number: 0, sequence: 0));

            // From a chunk on that the listener has had, and may have had a part of the frame.
            inbox.Suspend();
            inbox.Align(1000);
            var from = Math.Min(known, sequence);
            var end = Deliver(inbox, Frames(after, number: 1000, from));
            while (inbox.TryRead(out var frame))
            {
                Assert.Equal(heard.Count, frame.Sequence * 2);
                heard.AddRange(frame.Audio.ToArray());
            }

            Assert.Equal(Enumerable.Range(0, (int)Math.Max(end, sequence) * 2).Select(value => (byte)value), heard);
        });

    [Fact]
    public void Who_comes_in_is_told_the_format_and_hears_from_the_chunk_it_wants()
    {
        var format = new AudioFormat(AudioContainer.Pcm, 22050, 1);
        var utterance = new UtteranceState { Index = 3, Settings = new(), Text = "Text.", HasBegun = true, Format = format };
        _inbox.Suspend();
        foreach (var frame in Frames([4], number: 50, sequence: 10))
            Assert.Null(_inbox.Deliver(frame with { Utterance = 3 }));

        Assert.Null(_inbox.Begin(new() { NextFrame = 50, NextSequence = 10, Utterances = [utterance] }, sequence: 12, leads: true));
        Assert.Equal((12, 14), (_inbox.Start, _inbox.NextSequence));

        var heard = Drain();
        Assert.Equal((Session, FrameKind.Started, 3, 12L), (heard[0].SessionId, heard[0].Kind, heard[0].Utterance, heard[0].Sequence));
        Assert.Equal(format, heard[0].Format);
        Assert.Equal((12L, 4), (heard[1].Sequence, heard[1].Audio.Length));
        Assert.True(IsDue());
    }

    [Fact]
    public void Who_listens_in_waits_for_the_end_of_what_has_begun_and_for_nothing_else()
    {
        _inbox.Suspend();
        _inbox.Begin(new() { NextFrame = 0 }, sequence: null, leads: false);
        Assert.False(IsDue());

        _inbox.Deliver(Frame(0, FrameKind.Started));
        Drain();
        Assert.True(IsDue());
        _inbox.Deliver(Frame(1, FrameKind.Ended));
        Drain();
        Assert.False(IsDue());
    }

    [Fact]
    public void Nothing_is_overdue_while_the_reader_has_something_to_read()
    {
        Expect(isWhole: true);
        _inbox.Deliver(Frame(0));
        Assert.False(IsDue());
        Drain();
        Assert.True(IsDue());
    }

    private SessionScript.Request Expect(bool isWhole) => _inbox.Expect(new UtteranceSettings(), "Text.", isWhole);

    private static SpeechFrame Frame(int number, FrameKind kind = FrameKind.Audio, int epoch = 0, int utterance = 0) =>
        new() { Kind = kind, Number = number, Epoch = epoch, Utterance = utterance };

    /// <summary>Frames of so many chunks of two bytes each, whose value is their position.</summary>
    private static IEnumerable<SpeechFrame> Frames(int[] chunks, long number, long sequence)
    {
        foreach (var count in chunks)
        {
            yield return new SpeechFrame
            {
                Kind = FrameKind.Audio,
                Number = number++,
                Sequence = sequence,
                ChunkBytes = 2,
                Audio = Enumerable.Range((int)sequence * 2, count * 2).Select(value => (byte)value).ToArray(),
            };
            sequence += count;
        }
    }

    private static long Deliver(FrameInbox inbox, IEnumerable<SpeechFrame> frames)
    {
        long end = 0;
        foreach (var frame in frames)
        {
            Assert.Null(inbox.Deliver(frame));
            end = frame.SequenceEnd;
        }

        return end;
    }

    private bool IsDue()
    {
        _time.Advance(Patience);
        return _inbox.Overdue(Patience) is not null;
    }

    private List<SpeechFrame> Drain()
    {
        var frames = new List<SpeechFrame>();
        while (_inbox.TryRead(out var frame))
            frames.Add(frame);
        return frames;
    }
}
