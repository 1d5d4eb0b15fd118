using System.Net;
using Speeko.Silo.Peers;

namespace Speeko.Tests.Silo.Peers;

public sealed class PeerTests : IAsyncLifetime, IDisposable
{
    private static readonly SiloAddress Silo = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);

    private readonly CancellationTokenSource _end = new();
    private readonly PauseRecord _time = new();
    private readonly ScriptedLine _line = new();
    private readonly List<TimeSpan> _pauses = [];
    private readonly Peer _peer;
    private Task _watching = Task.CompletedTask;
    private int _declared;

    public PeerTests() => _peer = new Peer(Silo, _line, Declare, _time);

    public Task InitializeAsync()
    {
        _watching = _peer.WatchAsync(_end.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _watching.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    public void Dispose() => _end.Dispose();

    [Fact]
    public async Task Who_was_there_and_is_refused_twice_is_gone()
    {
        await EndAsync(LineEnd.Lost, LineEnd.Refused);
        Assert.False(_peer.IsGone);

        await EndAsync(LineEnd.Refused);

        Assert.True(_peer.IsGone);
        Assert.Equal(1, _declared);
        Assert.True(_pauses[0] + _pauses[1] < TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public Task Who_was_never_there_is_not_missed() => StaysAsync(LineEnd.Refused, LineEnd.Refused, LineEnd.Refused);

    [Fact]
    public Task Who_can_not_be_reached_may_be_alive() =>
        StaysAsync(LineEnd.Lost, LineEnd.Unreachable, LineEnd.Refused, LineEnd.Refused, LineEnd.Refused);

    [Fact]
    public Task One_refusal_between_others_proves_nothing() =>
        StaysAsync(LineEnd.Lost, LineEnd.Refused, LineEnd.Lost, LineEnd.Refused, LineEnd.Silent, LineEnd.Refused);

    [Fact]
    public Task Silence_is_no_presence() => StaysAsync(LineEnd.Silent, LineEnd.Refused, LineEnd.Refused);

    /// <summary>Of a process that ends, what it held open goes first, and the port with its queue of newcomers last.</summary>
    [Fact]
    public async Task A_port_that_goes_a_little_later_is_waited_for()
    {
        await EndAsync(LineEnd.Lost, LineEnd.Silent, LineEnd.Refused, LineEnd.Refused);

        Assert.True(_peer.IsGone);
    }

    [Fact]
    public async Task Who_answers_again_is_not_gone()
    {
        await EndAsync(LineEnd.Lost, LineEnd.Refused, LineEnd.Refused, LineEnd.Lost);

        Assert.False(_peer.IsGone);
    }

    [Fact]
    public async Task It_is_said_again_in_growing_pauses_until_it_is_heard()
    {
        await EndAsync([LineEnd.Lost, .. Enumerable.Repeat(LineEnd.Refused, 20)]);

        Assert.Equal(19, _declared);
        Assert.Equal(Peer.FirstPause, _pauses[0]);
        Assert.Equal(Peer.Pause, _pauses[^1]);
    }

    [Fact]
    public async Task Who_is_not_there_yet_is_looked_for_at_leisure()
    {
        await EndAsync(LineEnd.Refused, LineEnd.Unreachable, LineEnd.Silent);

        Assert.All(_pauses, pause => Assert.Equal(Peer.Pause, pause));
    }

    private async Task StaysAsync(params LineEnd[] ends)
    {
        await EndAsync(ends);
        Assert.False(_peer.IsGone);
        Assert.Equal(0, _declared);
    }

    private async Task EndAsync(params LineEnd[] ends)
    {
        foreach (var end in ends)
        {
            _line.End(end);
            _pauses.Add(await _time.PassAsync());
        }
    }

    private Task Declare(SiloAddress silo, CancellationToken cancellationToken)
    {
        Assert.Equal(Silo, silo);
        _declared++;
        return Task.CompletedTask;
    }
}
