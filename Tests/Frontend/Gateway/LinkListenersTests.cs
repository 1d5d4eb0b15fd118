using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Frontend.Gateway;

public sealed class LinkListenersTests
{
    private readonly LinkListeners _listeners;
    private int _left;

    public LinkListenersTests() => _listeners = new LinkListeners(() => _left++);

    [Fact]
    public void Who_is_taken_over_is_told_and_gets_nothing_more_however_long_it_stays()
    {
        var (before, after) = (Add(), Add());
        _listeners.Replace(before, lead: 0);

        _listeners.Replace(after, lead: 1);

        Assert.Equal([after], _listeners.All);
        Assert.Equal((after, 1, 0), (_listeners.Leader, _listeners.Lead, _left));
        Assert.True(before.TryRead(out var told));
        Assert.Equal(SpeechErrorCode.TakenOver, told.Error!.Code);
        Assert.False(before.TryRead(out _));

        // Its connection has noticed at last.
        Assert.False(_listeners.Remove(before));
        Assert.Equal([after], _listeners.All);
    }

    [Fact]
    public void Taken_over_from_elsewhere_the_last_one_leaves_and_nobody_comes_any_more()
    {
        _listeners.Replace(Add(), lead: 0);

        _listeners.Replace(null, lead: 0);

        Assert.Equal((true, 1), (_listeners.IsGone, _left));
        Assert.False(_listeners.Add(NewInbox()));
    }

    [Fact]
    public void Who_listens_in_stays_when_the_leader_is_taken_over_from_elsewhere()
    {
        _listeners.Replace(Add(), lead: 0);
        var follower = Add();

        _listeners.Replace(null, lead: 0);

        Assert.Equal([follower], _listeners.Followers);
        Assert.Equal((false, 0), (_listeners.IsGone, _left));
    }

    [Fact]
    public void Who_was_taken_over_before_it_knew_that_it_leads_does_not_lead()
    {
        var late = Add();
        _listeners.Replace(null, lead: 2);

        _listeners.Replace(late, lead: 1);

        Assert.True(late.TryRead(out var told));
        Assert.Equal(SpeechErrorCode.TakenOver, told.Error!.Code);
        Assert.Equal((null, 2, true, 1), (_listeners.Leader, _listeners.Lead, _listeners.IsGone, _left));
    }

    [Fact]
    public void A_late_answer_that_another_leads_does_not_end_who_leads_by_now()
    {
        _listeners.Replace(Add(), lead: 0);
        var after = Add();
        _listeners.Replace(after, lead: 1);

        _listeners.Replace(null, lead: 0);

        Assert.Equal((after, 1, 0), (_listeners.Leader, _listeners.LeadOf(after), _left));
    }

    private FrameInbox Add()
    {
        var inbox = NewInbox();
        Assert.True(_listeners.Add(inbox));
        return inbox;
    }

    private static FrameInbox NewInbox() => new(Guid.NewGuid(), TimeProvider.System);
}
