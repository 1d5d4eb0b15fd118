using Microsoft.Extensions.Time.Testing;
using Speeko.Relay;

namespace Speeko.Tests.Relay;

public class RelaySignalTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly RelaySignal _signal;

    public RelaySignalTests() => _signal = new(_time);

    [Fact]
    public async Task Wakes_who_waits()
    {
        var waiting = _signal.WaitAsync(Wait, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        _signal.Set();

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Is_not_remembered()
    {
        _signal.Set();
        var waiting = _signal.WaitAsync(Wait, CancellationToken.None);

        _time.Advance(Wait);

        Assert.False(await waiting);
    }

    [Fact]
    public async Task Cancellation_ends_a_wait_without_a_throw()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = _signal.WaitAsync(Wait, cancel.Token);

        await cancel.CancelAsync();

        Assert.False(await waiting);
        Assert.False(await _signal.WaitAsync(Wait, cancel.Token));
    }

    [Fact]
    public async Task A_second_waiter_sends_the_first_one_home()
    {
        var first = _signal.WaitAsync(Wait, CancellationToken.None);
        var second = _signal.WaitAsync(Wait, CancellationToken.None);
        Assert.False(await first);

        _signal.Set();

        Assert.True(await second);
    }

    [Fact]
    public async Task Release_sends_the_waiter_home()
    {
        var waiting = _signal.WaitAsync(Wait, CancellationToken.None);

        _signal.Release();

        Assert.False(await waiting);
    }
}
