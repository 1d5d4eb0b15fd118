using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Speeko.Silo.Caching;

namespace Speeko.Tests.Silo.Caching;

public sealed class CacheHealthTests : ILogger<CacheHealth>
{
    private readonly FakeTimeProvider _time = new();
    private readonly CacheHealth _health;
    private readonly List<LogLevel> _logged = [];

    public CacheHealthTests() => _health = new CacheHealth(_time, this);

    [Fact]
    public void Failures_in_a_row_make_it_away_and_one_answer_brings_it_back()
    {
        for (var i = 0; i < 2; i++)
            _health.Failed("full");
        _health.Worked();
        for (var i = 0; i < 2; i++)
            _health.Failed("full");
        Assert.True(_health.IsWell);

        _health.Failed("full");
        Assert.False(_health.IsWell);
        _health.Worked();
        Assert.True(_health.IsWell);
        Assert.Equal(5, _health.Errors);
    }

    [Fact]
    public void Slow_answers_however_many_do_not_make_it_away_but_a_second_without_any_does()
    {
        for (var i = 0; i < 100; i++)
        {
            _health.WasSlow();
            _time.Advance(TimeSpan.FromMilliseconds(900));
            _health.WasSlow();
            _health.Worked();
        }

        Assert.True(_health.IsWell);
        _health.WasSlow();
        _time.Advance(TimeSpan.FromMilliseconds(1000));
        Assert.True(_health.IsWell);
        _health.WasSlow();
        Assert.False(_health.IsWell);
        _health.Worked();
        Assert.True(_health.IsWell);
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _logged);
    }

    [Fact]
    public void A_lost_connection_makes_it_away_at_once_and_is_no_error_of_a_read()
    {
        _health.Disconnected();

        Assert.False(_health.IsWell);
        Assert.Equal(0, _health.Errors);
    }

    [Fact]
    public void Each_change_is_logged_once()
    {
        for (var i = 0; i < 10; i++)
            _health.Failed("full");
        for (var i = 0; i < 10; i++)
            _health.Worked();
        _health.Disconnected();
        _health.Disconnected();

        Assert.Equal([LogLevel.Warning, LogLevel.Information, LogLevel.Warning], _logged);
    }

    [Fact]
    public async Task Both_changes_can_be_waited_for()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_health.RecoveryAsync(CancellationToken.None).IsCompleted);
            var loss = _health.LossAsync(CancellationToken.None);
            Assert.False(loss.IsCompleted);
            _health.Disconnected();
            await loss;

            Assert.True(_health.LossAsync(CancellationToken.None).IsCompleted);
            var recovery = _health.RecoveryAsync(CancellationToken.None);
            Assert.False(recovery.IsCompleted);
            _health.Worked();
            await recovery;
        }
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _logged.Add(logLevel);
}
