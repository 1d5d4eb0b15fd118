using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Speeko.Silo.Peers;

namespace Speeko.Tests.Silo.Peers;

public sealed class PeerDeathTests : ILogger<PeerDeath>, ILocalSiloDetails
{
    private static readonly SiloAddress Me = Silo(1);
    private static readonly SiloAddress Lost = Silo(2);
    private static readonly SiloAddress Third = Silo(3);
    private static readonly SiloAddress Fourth = Silo(4);

    private readonly KnownMembers _members = new();
    private readonly HashSet<SiloAddress> _witnesses = [];
    private readonly List<string> _log = [];
    private readonly PeerDeath _death;

    public PeerDeathTests() => _death = new PeerDeath(
        _members,
        this,
        Options.Create(new ClusterMembershipOptions { NumVotesForDeathDeclaration = 2 }),
        (witness, silo) => Task.FromResult(silo.Equals(Lost) && _witnesses.Contains(witness)),
        this);

    SiloAddress ILocalSiloDetails.SiloAddress => Me;

    string ILocalSiloDetails.Name => "";

    string ILocalSiloDetails.ClusterId => "";

    string ILocalSiloDetails.DnsHostName => "";

    SiloAddress ILocalSiloDetails.GatewayAddress => Me;

    [Fact]
    public async Task Of_two_the_other_is_enough()
    {
        _members.Set(SiloStatus.Active, Me, Lost);
        await DeclareAsync();
        Assert.Equal([Lost], _members.Killed);
    }

    [Fact]
    public async Task Of_three_or_more_a_second_one_must_have_seen_it()
    {
        _members.Set(SiloStatus.Active, Me, Lost, Third, Fourth);
        await DeclareAsync();
        Assert.Empty(_members.Killed);

        _witnesses.Add(Fourth);
        await DeclareAsync();

        Assert.Equal([Lost], _members.Killed);
    }

    /// <summary>A silo whose own network is broken loses all others at once, and must not take them for dead.</summary>
    [Fact]
    public async Task Who_has_lost_all_others_has_no_witness()
    {
        _members.Set(SiloStatus.Active, Me, Lost, Third);
        await DeclareAsync();
        Assert.Empty(_members.Killed);
    }

    [Fact]
    public async Task Silos_that_are_dead_or_not_there_yet_are_not_counted()
    {
        _members.Set(SiloStatus.Active, Me, Lost);
        _members.Set(SiloStatus.Dead, Third);
        _members.Set(SiloStatus.Joining, Fourth);
        await DeclareAsync();
        Assert.Equal([Lost], _members.Killed);
    }

    [Fact]
    public async Task Who_has_left_in_order_is_let_go()
    {
        _members.Set(SiloStatus.Active, Me, Lost);
        _members.Refreshing = () => _members.Set(SiloStatus.ShuttingDown, Lost);

        await DeclareAsync();

        Assert.Empty(_members.Killed);
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_declared_and_it_is_said_once()
    {
        _members.Set(SiloStatus.Active, Me, Lost);
        _members.Refreshing = () => throw new TimeoutException("away");
        await DeclareAsync();
        await DeclareAsync();
        Assert.Empty(_members.Killed);
        Assert.Contains("away", Assert.Single(_log), StringComparison.Ordinal);

        _members.Refreshing = () => { };
        await DeclareAsync();

        Assert.Equal([Lost], _members.Killed);
        Assert.Equal(2, _log.Count);
    }

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Add(formatter(state, exception));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), number);

    private Task DeclareAsync() => _death.DeclareAsync(Lost, CancellationToken.None);
}
