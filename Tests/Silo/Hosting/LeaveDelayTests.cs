using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Speeko.Silo.Hosting;

namespace Speeko.Tests.Silo.Hosting;

public sealed class LeaveDelayTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();
    private readonly LeaveDelay _delay;
    private bool _canLeave;

    public LeaveDelayTests() => _delay = new LeaveDelay(Ask, _time, NullLogger<LeaveDelay>.Instance);

    [Fact]
    public void Who_can_leave_leaves_at_once()
    {
        _canLeave = true;
        Assert.True(_delay.StopAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_can_not_stays_until_it_can()
    {
        var stopping = _delay.StopAsync(CancellationToken.None);
        await PassAsync(LeaveDelay.Patience - LeaveDelay.Pause);
        Assert.False(stopping.IsCompleted);

        _canLeave = true;
        await PassAsync(LeaveDelay.Pause);

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Nobody_stays_for_ever()
    {
        var stopping = _delay.StopAsync(CancellationToken.None);
        await PassAsync(LeaveDelay.Patience);

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Nobody_stays_when_the_host_is_in_a_hurry()
    {
        using var hurry = new CancellationTokenSource();
        var stopping = _delay.StopAsync(hurry.Token);
        await PassAsync(LeaveDelay.Pause);

        await hurry.CancelAsync();

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Time passes, and at each step is asked whether it can be.</summary>
    private async Task PassAsync(TimeSpan duration)
    {
        for (; duration > TimeSpan.Zero; duration -= LeaveDelay.Pause)
        {
            await _asked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            _time.Advance(LeaveDelay.Pause);
        }
    }

    private Task<bool> Ask()
    {
        _asked.Writer.TryWrite(_canLeave);
        return Task.FromResult(_canLeave);
    }
}
