using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Cluster;

/// <summary>One connection leads a session. Who led it before may not be told of it, as when the notice is lost with a silo.</summary>
public sealed class LeadTests : IAsyncLifetime
{
    private const string Elsewhere = "another";

    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(silos: 2, engine: null, ("Session:LeaseSeconds", "2"));

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_was_not_told_of_another_lead_is_told_when_its_frontend_asks(bool hasEnded)
    {
        await using var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync("One here.");
        await before.HearAsync();
        await ForgetFrontendAsync(before);

        await LeadElsewhereAsync(before);
        if (hasEnded)
            await SessionOf(before).Close();

        Assert.Equal(SpeechErrorCode.TakenOver, (await before.NextAsync()).Error?.Code);
        Assert.Equal(SpeechErrorCode.TakenOver, (await before.SayAsync("Not any more."))?.Code);
        if (hasEnded)
            Assert.Equal(SpeechErrorCode.UnknownSession, (await _cluster.LeadElsewhereAsync(before.Session.Id, Elsewhere)).Error?.Code);
    }

    [Fact]
    public async Task A_frontend_that_asks_is_told_which_lead_it_is()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("One here.");
        await listener.HearAsync();

        var before = await LeadElsewhereAsync(listener, "one");

        var lead = await LeadElsewhereAsync(listener, "two");

        Assert.True(await SessionOf(listener).Touch("two", lead));
        Assert.False(await SessionOf(listener).Touch("one", before));
        Assert.True(await SessionOf(listener).Touch("one", lead: null));
    }

    [Fact]
    public async Task A_lead_that_was_lost_with_its_silo_is_not_there_twice()
    {
        var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("One here.");
        await listener.HearAsync();
        await _cluster.KeptAsync(listener.Session.Id, kept => kept.End.Utterances is []);
        _cluster.Sessions.IsAway = true;
        await listener.Session.LeaveAsync();
        var lost = await LeadElsewhereAsync(listener);
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(listener.Session.Id));
        _cluster.Sessions.IsAway = false;

        var next = await LeadElsewhereAsync(listener);

        Assert.True(next > lost, $"{next} after {lost}");
    }

    private ISpeechSessionGrain SessionOf(Listener listener) =>
        _cluster.Silos.Client.GetGrain<ISpeechSessionGrain>(listener.Session.Id);

    /// <summary>So that its listener gets no notice.</summary>
    private async Task ForgetFrontendAsync(Listener listener)
    {
        await SessionOf(listener).Leave(_cluster.Frontend, long.MaxValue);
        await Eventually.TrueAsync(
            async () => !await SessionOf(listener).Touch(_cluster.Frontend, lead: null), SpeechTestCluster.Patience, () => "it is known still");
    }

    private async Task<int> LeadElsewhereAsync(Listener listener, string frontend = Elsewhere)
    {
        var reply = await _cluster.LeadElsewhereAsync(listener.Session.Id, frontend);
        Assert.Null(reply.Error);
        return reply.State!.Lead;
    }
}
