using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Doors.WebSockets;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

public sealed class IdleTimerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);

    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _connection = new();
    private readonly IdleTimer _idle;
    private readonly ITimer _timer;

    public IdleTimerTests()
    {
        _idle = new IdleTimer(Limit, _time);
        _timer = _idle.Start(_connection);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public void A_silent_connection_ends_at_the_limit()
    {
        _time.Advance(Limit - TimeSpan.FromSeconds(1));
        Assert.False(_connection.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_connection.IsCancellationRequested);
        Assert.True(_idle.HasExpired);
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
        Assert.False(_connection.IsCancellationRequested);
        _time.Advance(Limit * 0.26);
        Assert.True(_connection.IsCancellationRequested);
    }

    [Fact]
    public void Stopped_it_ends_nothing()
    {
        _timer.Dispose();
        _time.Advance(Limit * 3);

        Assert.False(_connection.IsCancellationRequested || _idle.HasExpired);
    }

    [Fact]
    public void A_connection_that_is_over_already_is_left_alone()
    {
        // A tick that was under way when the connection ended; thrown on a timer's thread it would end the process.
        _connection.Dispose();

        Assert.Null(Record.Exception(() => _time.Advance(Limit)));
    }
}
