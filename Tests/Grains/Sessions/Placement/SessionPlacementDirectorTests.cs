using System.Net;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime.Placement;
using Speeko.Grains.Sessions.Placement;

namespace Speeko.Tests.Grains.Sessions.Placement;

public sealed class SessionPlacementDirectorTests
{
    private const int Draws = 400;

    private readonly Dictionary<SiloAddress, long> _sessions = [];
    private readonly Context _context = new();
    private readonly SessionPlacementDirector _director;

    public SessionPlacementDirectorTests() => _director = new SessionPlacementDirector(
        new SessionsOfSilos(() => Task.FromResult<IReadOnlyDictionary<SiloAddress, long>>(_sessions), new FakeTimeProvider()));

    [Fact]
    public async Task Before_anything_is_known_a_session_begins_where_its_calls_come_in() => Assert.Equal(1, await LocalPartAsync());

    [Theory]
    [InlineData(2, 100, 90)]
    [InlineData(5, 14, 0)]
    [InlineData(3, 0, 300)]
    public async Task So_it_does_where_the_others_have_about_as_many_or_more(int silos, int here, int elsewhere)
    {
        await KnowAsync(silos, here, elsewhere);

        Assert.Equal(1, await LocalPartAsync());
    }

    /// <summary>Each of the old ones gives the one that has joined as much as chance would.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public async Task One_that_has_joined_gets_an_even_share(int silos)
    {
        await KnowAsync(silos, 100, 100);
        _sessions[_context.Silos[^1]] = 0;

        var part = (double)(await DrawAsync()).Count(silo => silo.Equals(_context.Silos[^1])) / Draws;
        Assert.InRange(part, 0.4 / silos, 2.5 / silos);
    }

    [Fact]
    public async Task A_silo_that_stops_gets_none()
    {
        await KnowAsync(2, 0, 100);
        _context.LocalSiloStatus = SiloStatus.ShuttingDown;
        _context.Able = [_context.Silos[1]];

        Assert.Equal(0, await LocalPartAsync());
    }

    private async Task KnowAsync(int silos, int here, int elsewhere)
    {
        _context.Silos = _context.Able = [.. Enumerable.Range(0, silos).Select(Silo)];
        foreach (var silo in _context.Silos)
            _sessions[silo] = silo.Equals(_context.LocalSilo) ? here : elsewhere;

        // Asked for by the first who wants to know.
        await DrawAsync();
    }

    private async Task<double> LocalPartAsync() => (double)(await DrawAsync()).Count(silo => silo.Equals(_context.LocalSilo)) / Draws;

    private Task<SiloAddress[]> DrawAsync() => Task.WhenAll(Enumerable.Range(0, Draws).Select(_ => _director.OnAddActivation(
        new SessionPlacement(), new PlacementTarget(GrainId.Create("session", "one"), [], default, 0), _context)));

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1000 + number), 1);

    private sealed class Context : IPlacementContext
    {
        public SiloAddress[] Silos { get; set; } = [Silo(0), Silo(1)];

        public SiloAddress[] Able { get; set; } = [Silo(0), Silo(1)];

        public SiloAddress LocalSilo => Silo(0);

        public SiloStatus LocalSiloStatus { get; set; } = SiloStatus.Active;

        public SiloAddress[] GetCompatibleSilos(PlacementTarget target) => Able;

        public IReadOnlyDictionary<ushort, SiloAddress[]> GetCompatibleSilosWithVersions(PlacementTarget target) =>
            new Dictionary<ushort, SiloAddress[]> { [0] = Able };
    }
}
