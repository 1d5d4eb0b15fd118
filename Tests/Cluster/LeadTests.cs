using Microsoft.Extensions.DependencyInjection;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Cluster;

/// <summary>One connection leads a session. Who led it before may not be told of it, as when the notice is lost with a silo.</summary>
public sealed class LeadTests : IAsyncLifetime
{
    private const string Elsewhere = "another";
    private const string Owner = "tests";

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

        var lead = await LeadElsewhereAsync(before);
        if (hasEnded)
            await SessionOf(before).Close(lead);

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

        Assert.True(await SessionOf(listener).Touch("two", lead, hasFollowers: false));
        Assert.False(await SessionOf(listener).Touch("one", before, hasFollowers: false));
        Assert.True(await SessionOf(listener).Touch("one", lead: null, hasFollowers: true));
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

    [Fact]
    public async Task Who_does_not_lead_any_more_ends_nothing()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("One here.");
        await listener.HearAsync();
        var lead = await LeadElsewhereAsync(listener);

        await SessionOf(listener).Close(lead - 1);
        Assert.True(await SessionOf(listener).Touch(Elsewhere, lead, hasFollowers: false));

        await SessionOf(listener).Close(lead);
        Assert.False(await SessionOf(listener).Touch(Elsewhere, lead, hasFollowers: false));
    }

    [Fact]
    public async Task Without_its_leader_a_session_is_said_to_its_end_for_who_listens_in_and_ends()
    {
        var leader = new Listener(await _cluster.OpenAsync());
        var (following, error) = await _cluster.Gateway.ListenAsync(Owner, leader.Session.Id, sequence: 0, CancellationToken.None);
        Assert.Null(error);
        await leader.AppendAsync("This is begun and nev");

        await leader.Session.LeaveAsync();

        var heard = new List<SpeechFrame>();
        await foreach (var frame in following!.ReadAsync(CancellationToken.None).WithCancellation(CancellationToken.None))
            heard.Add(frame);
        Assert.Equal(ScriptedEngine.Sound("This is begun and nev"), heard.SelectMany(frame => frame.Audio.ToArray()).ToArray());
        Assert.Equal(FrameKind.Ended, heard[^1].Kind);
        await following.DisposeAsync();
    }

    /// <summary>The answer to the first has come too late, or not at all.</summary>
    [Fact]
    public async Task Who_attaches_a_session_twice_finds_it_the_second_time()
    {
        var offers = _cluster.Silos.Client.ServiceProvider.GetRequiredService<LaneOffers>();
        var session = _cluster.Silos.Client.GetGrain<ISpeechSessionGrain>(Guid.NewGuid());
        var heard = new SessionState { Owner = Owner, NextFrame = (3L << 32) + 12, NextSequence = 7, NextUtterance = 1 };

        var first = await session.Attach(offers.Next() with { Frontend = Elsewhere }, heard);
        var second = await session.Attach(offers.Next() with { Frontend = Elsewhere }, heard);

        Assert.Null(second.Error);
        Assert.Equal(first.State!.NextFrame, second.State!.NextFrame);
    }

    private ISpeechSessionGrain SessionOf(Listener listener) =>
        _cluster.Silos.Client.GetGrain<ISpeechSessionGrain>(listener.Session.Id);

    /// <summary>So that its listener gets no notice.</summary>
    private async Task ForgetFrontendAsync(Listener listener)
    {
        await SessionOf(listener).Leave(_cluster.Frontend, long.MaxValue);
        await Eventually.TrueAsync(
            async () => !await SessionOf(listener).Touch(_cluster.Frontend, lead: null, hasFollowers: false), SpeechTestCluster.Patience, () => "it is known still");
    }

    private async Task<int> LeadElsewhereAsync(Listener listener, string frontend = Elsewhere)
    {
        var reply = await _cluster.LeadElsewhereAsync(listener.Session.Id, frontend);
        Assert.Null(reply.Error);
        return reply.State!.Lead;
    }
}
