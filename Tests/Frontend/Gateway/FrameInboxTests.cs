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

        _inbox.Expect(isWhole: true);
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
        _inbox.Expect(isWhole: true);
        _inbox.Expect(isWhole: true);

        _inbox.Deliver(Frame(0, end));
        Assert.True(IsDue());
        _inbox.Deliver(Frame(1, end));
        Assert.False(IsDue());
    }

    [Fact]
    public void Parts_are_one_utterance_until_it_is_closed()
    {
        Assert.True(_inbox.Expect(isWhole: false));
        Assert.False(_inbox.Expect(isWhole: false));
        _inbox.CloseUtterance();
        Assert.True(_inbox.Expect(isWhole: false));
        _inbox.Expect(isWhole: true);
        Assert.True(_inbox.Expect(isWhole: false));

        for (var i = 0; i < 4; i++)
        {
            Assert.True(IsDue());
            _inbox.Deliver(Frame(i, FrameKind.Ended));
        }

        Assert.False(IsDue());
    }

    [Fact]
    public void What_was_refused_or_cancelled_is_not_due()
    {
        _inbox.Expect(isWhole: true);
        _inbox.ExpectNot();
        Assert.False(IsDue());

        _inbox.Expect(isWhole: true);
        _inbox.RaiseEpoch();
        _inbox.Deliver(Frame(0, FrameKind.Ended));
        Assert.False(IsDue());
    }

    [Fact]
    public void An_end_of_what_was_cancelled_is_not_the_end_of_what_came_after()
    {
        _inbox.RaiseEpoch();
        _inbox.Expect(isWhole: true);
        _inbox.Deliver(Frame(0, FrameKind.Ended, epoch: 0));

        Assert.True(IsDue());
        _inbox.Deliver(Frame(1, FrameKind.Ended, epoch: 1));
        Assert.False(IsDue());
    }

    [Fact]
    public void A_lost_session_fails_each_utterance_that_is_due()
    {
        _inbox.Expect(isWhole: true);
        _inbox.Expect(isWhole: false);
        _inbox.Fail(Guid.Empty, Lost);
        _inbox.Fail(Guid.Empty, Lost);

        var failed = Drain();
        Assert.Equal([FrameKind.Failed, FrameKind.Failed], failed.Select(frame => frame.Kind));
        Assert.All(failed, frame => Assert.Equal((Lost, true), (frame.Error, _inbox.IsCurrent(frame))));
        Assert.False(IsDue());
    }

    [Fact]
    public void Another_session_counts_from_zero_and_what_was_cancelled_before_it_stays_silent()
    {
        _inbox.Deliver(Frame(0));
        _inbox.RaiseEpoch();
        _inbox.Restart();
        Assert.Null(_inbox.Deliver(Frame(0)));
        Assert.Equal([false, true], Drain().Select(_inbox.IsCurrent));

        _inbox.RaiseEpoch();
        Assert.Null(_inbox.Deliver(Frame(1, epoch: 0)));
        Assert.Null(_inbox.Deliver(Frame(2, epoch: 1)));
        Assert.Equal([false, true], Drain().Select(_inbox.IsCurrent));
    }

    [Fact]
    public void What_is_due_of_another_session_ends_with_its_own_frames()
    {
        _inbox.RaiseEpoch();
        _inbox.Expect(isWhole: true);
        _inbox.Restart();
        _inbox.Deliver(Frame(0, FrameKind.Ended));

        Assert.True(Assert.Single(Drain().Select(_inbox.IsCurrent)));
        Assert.False(IsDue());
    }

    private static SpeechFrame Frame(int number, FrameKind kind = FrameKind.Audio, int epoch = 0) =>
        new() { Kind = kind, Number = number, Epoch = epoch };

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
