using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Cluster;

/// <summary>A frontend that a listener has left may still bring text that the next one brings, too.</summary>
public sealed class TextOverTwoFrontendsTests : IAsyncLifetime
{
    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(silos: 2);

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task It_is_taken_once_and_whole()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.AppendAsync("Two fron");
        var late = _cluster.Silos.Client.GetGrain<ISpeechSessionGrain>(listener.Session.Id);

        Assert.Equal(SpeechErrorCode.SessionLost, (await late.Append(0, at: 9, Listener.AnyVoice, "ends."))?.Code);
        foreach (var (at, part) in new[] { (0, "Two fron"), (4, "front"), (4, "frontends say it"), (16, "say"), (20, " at once.") })
            Assert.Null(await late.Append(0, at, Listener.AnyVoice, part));
        Assert.Null(await late.Flush(0));

        Assert.Equal(ScriptedEngine.Sound("Two frontends say it at once."), (await listener.HearAsync()).Audio);
    }

    [Fact]
    public async Task An_end_that_comes_first_is_not_taken_for_the_beginning()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("One.");
        await listener.HearAsync();
        var late = _cluster.Silos.Client.GetGrain<ISpeechSessionGrain>(listener.Session.Id);

        Assert.Equal(SpeechErrorCode.SessionLost, (await late.Append(1, at: 4, Listener.AnyVoice, " more."))?.Code);
        await listener.AppendAsync("Two more.");
        Assert.Null(await late.Append(0, at: 4, Listener.AnyVoice, " This is over."));
        await listener.Session.FlushAsync();

        Assert.Equal(ScriptedEngine.Sound("Two more."), (await listener.HearAsync()).Audio);
    }
}
