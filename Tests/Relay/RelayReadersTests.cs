using System.Net;
using Microsoft.Extensions.Time.Testing;
using Speeko.Relay;

namespace Speeko.Tests.Relay;

public class RelayReadersTests
{
    private static readonly SiloAddress One = Silo(1);
    private static readonly SiloAddress Two = Silo(2);

    private readonly FakeTimeProvider _time = new();
    private readonly HashSet<SiloAddress> _dead = [];
    private readonly RelayReaders _readers;

    public RelayReadersTests() => _readers = new(_time, _dead.Contains);

    [Fact]
    public async Task The_first_to_come_reads_at_once()
    {
        Assert.True(await _readers.TryEnterAsync(One, CancellationToken.None));
        Assert.True(await _readers.TryEnterAsync(One, CancellationToken.None));
    }

    [Fact]
    public async Task A_newcomer_waits_until_the_reader_goes()
    {
        await _readers.TryEnterAsync(One, CancellationToken.None);
        var entering = _readers.TryEnterAsync(Two, CancellationToken.None);
        Assert.False(entering.IsCompleted);

        _readers.Leave();

        Assert.True(await entering);
        Assert.True(_readers.IsCurrent(Two));
    }

    [Fact]
    public async Task A_reader_that_does_not_let_go_is_passed_over()
    {
        await _readers.TryEnterAsync(One, CancellationToken.None);
        var entering = _readers.TryEnterAsync(Two, CancellationToken.None);

        _time.Advance(RelayReaders.Patience);

        Assert.True(await entering);
        Assert.False(_readers.IsCurrent(One));
    }

    [Fact]
    public async Task A_dead_reader_is_not_waited_for()
    {
        await _readers.TryEnterAsync(One, CancellationToken.None);
        _dead.Add(One);

        Assert.True(await _readers.TryEnterAsync(Two, CancellationToken.None));
    }

    [Fact]
    public async Task Who_is_sent_home_or_cancels_does_not_enter()
    {
        using var cancel = new CancellationTokenSource();
        await _readers.TryEnterAsync(One, CancellationToken.None);
        var dismissed = _readers.TryEnterAsync(Two, CancellationToken.None);
        _readers.Dismiss();
        Assert.False(await dismissed);

        var cancelled = _readers.TryEnterAsync(Two, cancel.Token);
        await cancel.CancelAsync();
        Assert.False(await cancelled);
        Assert.True(_readers.IsCurrent(One));
    }

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), 1);
}
