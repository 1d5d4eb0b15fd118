using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Speeko.Silo.Peers;

namespace Speeko.Tests.Silo.Peers;

/// <summary>Over real sockets.</summary>
public sealed class PeerLineTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _end = new(Patience);
    private readonly Socket _port = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly PeerLine _line = new(TimeProvider.System);
    private readonly IPEndPoint _address;

    public PeerLineTests()
    {
        _port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _address = (IPEndPoint)_port.LocalEndPoint!;
    }

    public void Dispose()
    {
        _port.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task Where_nobody_listens_it_is_refused() => Assert.Equal(LineEnd.Refused, await _line.HoldAsync(_address, _end.Token));

    [Fact]
    public async Task It_is_held_for_as_long_as_the_peer_holds_it()
    {
        var (holding, peer) = await ConnectAsync();
        await peer.SendAsync(new byte[1000]);
        Assert.False(holding.IsCompleted);

        peer.Dispose();

        Assert.Equal(LineEnd.Lost, await holding);
    }

    [Fact]
    public async Task Without_a_word_it_is_silent()
    {
        var (holding, peer) = await ConnectAsync();

        peer.Dispose();

        Assert.Equal(LineEnd.Silent, await holding);
    }

    [Fact]
    public async Task A_reset_is_an_end_too()
    {
        var (holding, peer) = await ConnectAsync();
        await peer.SendAsync(new byte[1]);

        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();

        Assert.True(await holding is LineEnd.Lost or LineEnd.Silent, $"{await holding}");
    }

    [Fact]
    public async Task It_ends_with_the_watch()
    {
        using var stop = new CancellationTokenSource();
        _port.Listen();
        var holding = _line.HoldAsync(_address, stop.Token);
        using var peer = await _port.AcceptAsync(_end.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holding);
    }

    /// <summary>The queue of newcomers is full: the system does not answer them, and does not refuse them either.</summary>
    [Fact]
    public async Task A_peer_that_is_too_busy_to_accept_does_not_refuse()
    {
        var time = new FakeTimeProvider();
        _port.Listen(0);
        var sockets = Enumerable.Range(0, 8).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp)).ToList();
        var full = sockets.Select(socket => socket.ConnectAsync(_address)).ToArray();
        await Task.WhenAny(full).WaitAsync(Patience);

        var holding = new PeerLine(time).HoldAsync(_address, _end.Token);
        Assert.False(holding.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(LineEnd.Unreachable, await holding);
        sockets.ForEach(socket => socket.Dispose());
        await Task.WhenAny(Task.WhenAll(full));
    }

    [Fact]
    public async Task A_process_that_ends_is_missed_at_once()
    {
        var declared = new TaskCompletionSource<SiloAddress>();
        var silo = SiloAddress.New(_address, 1);
        var peer = new Peer(silo, _line, (gone, _) => Task.FromResult(declared.TrySetResult(gone)), TimeProvider.System);
        _port.Listen();
        var watching = peer.WatchAsync(_end.Token);
        var accepted = await _port.AcceptAsync(_end.Token);
        await accepted.SendAsync(new byte[1]);
        Assert.False(declared.Task.IsCompleted);

        accepted.Dispose();
        _port.Dispose();

        Assert.Equal(silo, await declared.Task.WaitAsync(Patience));
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    private async Task<(Task<LineEnd> Holding, Socket Peer)> ConnectAsync()
    {
        _port.Listen();
        var holding = _line.HoldAsync(_address, _end.Token);
        return (holding, await _port.AcceptAsync(_end.Token));
    }
}
