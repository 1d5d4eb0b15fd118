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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_was_forgotten_by_the_cluster_neither_ends_nor_hands_over_what_another_has_taken_up(bool hasEnded)
    {
        _keeper.Changed();
        After(1000);
        Keeper(incarnation: 8).Changed();
        After(1000);
        var kept = _store[_id];

        if (hasEnded)
            _keeper.Forget();
        else
            await _keeper.PassOnAsync();

        Assert.NotNull(kept);
        Assert.Same(kept, _store[_id]);
    }

    private SessionKeeper Keeper(long incarnation) =>
        new(_id, _store, () => Take(incarnation), () => incarnation, TimeSpan.FromSeconds(30), _time);

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
