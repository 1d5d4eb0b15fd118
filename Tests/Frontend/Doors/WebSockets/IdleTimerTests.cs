using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Doors.WebSockets;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

public sealed class IdleTimerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);

    private readonly FakeTimeProvider _time = new();
    private readonly IdleTimer _idle;
    private readonly ITimer _timer;
    private bool _hasExpired;

    public IdleTimerTests()
    {
        _idle = new IdleTimer(Limit, _time);
        _timer = _idle.Start(() => _hasExpired = true);
    }

    public void Dispose() => _timer.Dispose();

    [Fact]
    public void A_silent_connection_ends_at_the_limit()
    {
        _time.Advance(Limit - TimeSpan.FromSeconds(1));
        Assert.False(_hasExpired);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_hasExpired);
    }

    [Fact]
    public void Each_word_lengthens_its_life_by_the_limit_and_a_quarter_of_it_at_most()
    {
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(Limit * 0.9);
            _idle.Postpone();
        }

        _time.Advance(Limit * 0.99);
        Assert.False(_hasExpired);
        _time.Advance(Limit * 0.26);
        Assert.True(_hasExpired);
    }

    [Fact]
    public void Who_waits_for_an_answer_is_not_idle()
    {
        _idle.BeginAnswer();
        _time.Advance(Limit * 3);
        Assert.False(_hasExpired);

        _idle.EndAnswer();
        _time.Advance(Limit * 0.99);
        Assert.False(_hasExpired);
        _time.Advance(Limit * 0.26);
        Assert.True(_hasExpired);
    }

    [Fact]
    public void Stopped_it_ends_nothing()
    {
        _timer.Dispose();
        _time.Advance(Limit * 3);

        Assert.False(_hasExpired);
    }
}
