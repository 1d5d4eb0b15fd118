using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Gateway;

public sealed class FrameInboxTests
{
    private const int MaxFrames = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly SpeechError Lost = new(SpeechErrorCode.SessionLost, "gone");

    private readonly FakeTimeProvider _time = new();
    private readonly FrameInbox _inbox;

    public FrameInboxTests() => _inbox = new FrameInbox(_time);

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
    public void Full_it_drops_a_frame_and_asks_for_it_again()
    {
        for (var i = 0; i < MaxFrames; i++)
            Assert.Null(_inbox.Deliver(Frame(i)));

        Assert.Equal(MaxFrames, _inbox.Deliver(Frame(MaxFrames)));
        Assert.True(_inbox.Frames.TryRead(out _));
        Assert.Null(_inbox.Deliver(Frame(MaxFrames)));
        Assert.Equal(MaxFrames + 1, _inbox.Next);
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
        Assert.Equal(2, _inbox.Fail(Guid.Empty, Lost));
        Assert.Equal(0, _inbox.Fail(Guid.Empty, Lost));

        var failed = Drain();
        Assert.Equal([FrameKind.Failed, FrameKind.Failed], failed.Select(frame => frame.Kind));
        Assert.All(failed, frame => Assert.Equal((Lost, true), (frame.Error, _inbox.IsCurrent(frame))));
        Assert.False(IsDue());
    }

    [Fact]
    public void Frames_from_before_an_attachment_come_again_and_do_not_count()
    {
        _inbox.Deliver(Frame(0));
        var state = _inbox.Attach();
        Assert.Equal((1, 1), (state.Attachment, (int)state.NextFrame));

        Assert.Null(_inbox.Deliver(Frame(1)));
        Assert.Null(_inbox.Deliver(Frame(1) with { Attachment = 1 }));
        Assert.Equal([0, 1], Drain().Select(frame => frame.Attachment));
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

    private bool IsDue()
    {
        _time.Advance(Patience);
        return _inbox.Overdue(Patience) is not null;
    }

    private List<SpeechFrame> Drain()
    {
        var frames = new List<SpeechFrame>();
        while (_inbox.Frames.TryRead(out var frame))
            frames.Add(frame);
        return frames;
    }
}
