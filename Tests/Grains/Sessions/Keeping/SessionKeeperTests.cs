using Microsoft.Extensions.Time.Testing;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Tests.Cluster;

namespace Speeko.Tests.Grains.Sessions.Keeping;

/// <summary>How often a session is written down, in virtual time; the store's answers come at once.</summary>
public sealed class SessionKeeperTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LastingSessionStore _store = new();
    private readonly Guid _id = Guid.NewGuid();
    private readonly SessionKeeper _keeper;
    private bool _isTakenUp;
    private int _writes;

    public SessionKeeperTests() => _keeper = Keeper(incarnation: 7);

    [Fact]
    public void It_is_written_a_while_after_it_has_changed_and_not_more_than_once_a_second()
    {
        _keeper.Changed();
        Assert.Equal(0, After(200));
        Assert.Equal(1, After(50));
        Assert.Equal(1, After(5000));

        for (var i = 0; i < 100; i++)
        {
            _keeper.Changed();
            After(50);
        }

        Assert.InRange(_writes, 5, 7);
    }

    [Fact]
    public void Unchanged_it_is_written_again_before_the_store_forgets_it()
    {
        _keeper.Refresh();
        Assert.Equal(0, After(1000));
        _keeper.Changed();
        Assert.Equal(1, After(1000));

        _keeper.Refresh();
        Assert.Equal(1, After(30_000));
        _keeper.Refresh();
        Assert.Equal(2, After(1000));
    }

    [Fact]
    public async Task What_goes_on_elsewhere_is_written_once_more_and_what_has_ended_is_forgotten()
    {
        _keeper.Changed();
        await _keeper.PassOnAsync();
        Assert.Equal(1, After(5000));
        Assert.NotNull(_store[_id]);

        var other = Keeper(incarnation: 8);
        other.Changed();
        Assert.Equal(2, After(250));
        other.Changed();
        other.Forget();
        Assert.Equal(2, After(5000));
        Assert.Null(_store[_id]);
    }

    [Fact]
    public void What_was_asked_for_is_written_in_a_moment_whatever_was_written_just_before()
    {
        _keeper.Changed();
        Assert.Equal(1, After(250));
        _keeper.Changed();
        Assert.Equal(1, After(100));
        _keeper.Changed(isUrgent: true);
        Assert.Equal(2, After(50));
    }

    [Fact]
    public void A_few_texts_in_a_row_are_each_written_in_a_moment_and_many_once_a_second()
    {
        for (var i = 1; i <= 3; i++)
        {
            _keeper.Changed(isUrgent: true);
            Assert.Equal(i, After(50));
        }

        for (var i = 0; i < 100; i++)
        {
            _keeper.Changed(isUrgent: true);
            After(50);
        }

        Assert.InRange(_writes, 7, 9);
    }

    [Fact]
    public void What_could_not_be_written_is_written_when_the_store_is_back()
    {
        _store.IsAway = true;
        _keeper.Changed(isUrgent: true);
        After(10_000);
        Assert.Null(_store[_id]);

        _store.IsAway = false;
        After(1000);
        Assert.NotNull(_store[_id]);
        Assert.Equal(_writes, After(10_000));
    }

    [Fact]
    public async Task Who_was_forgotten_by_the_cluster_learns_it_and_leaves_alone_what_another_has_taken_up()
    {
        _keeper.Changed();
        After(1000);
        Keeper(incarnation: 8).Changed();
        After(1000);
        var kept = _store[_id];
        Assert.NotNull(kept);
        Assert.True(await _keeper.IsTakenUpAsync());

        Assert.False(_isTakenUp);
        _keeper.Changed();
        After(1000);
        Assert.True(_isTakenUp);

        await _keeper.PassOnAsync();
        _keeper.Forget();
        Assert.Same(kept, _store[_id]);
    }

    [Fact]
    public async Task Of_what_has_not_changed_there_is_nothing_to_hand_over()
    {
        await _keeper.PassOnAsync();

        Assert.Equal(0, After(5000));
    }

    private SessionKeeper Keeper(long incarnation) =>
        new(_id, _store, () => Take(incarnation), () => incarnation, TimeSpan.FromSeconds(30), () => _isTakenUp = true, _time);

    private KeptSession Take(long incarnation)
    {
        _writes++;
        return new KeptSession(new SessionState(), [], incarnation << 32);
    }

    private int After(int ms)
    {
        _time.Advance(TimeSpan.FromMilliseconds(ms));
        return _writes;
    }
}
