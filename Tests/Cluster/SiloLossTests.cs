using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Cluster;

/// <summary>Silos that come, go and are lost while people listen.</summary>
public sealed class SiloLossTests
{
    [Fact]
    public async Task After_a_silo_is_lost_every_listener_is_told_or_served_and_can_ask_again()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 3);
        cluster.Engine.IsHeld = text => text.StartsWith("Held", StringComparison.Ordinal);
        var listeners = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => new Listener(await cluster.OpenAsync())));
        for (var i = 0; i < listeners.Length; i++)
            Assert.Null(await listeners[i].SayAsync($"Held sentence {i}."));
        var held = await Task.WhenAll(listeners.Select(_ => cluster.Engine.NextHeldAsync(CancellationToken.None).AsTask()));

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[^1]);
        cluster.Engine.IsHeld = _ => false;
        foreach (var synthesis in held)
            synthesis.Complete();

        var outcomes = await Task.WhenAll(listeners.Select(listener => listener.HearAsync()));
        Assert.All(outcomes, heard => Assert.True(
            heard.Error is null or { Code: SpeechErrorCode.SessionLost or SpeechErrorCode.Unavailable }, $"{heard.Error}"));
        Assert.Contains(outcomes, heard => heard.Error is null);

        for (var i = 0; i < listeners.Length; i++)
        {
            while (await listeners[i].SayAsync("Again.") is { } error)
                Assert.Equal(SpeechErrorCode.Unavailable, error.Code);
            var heard = await listeners[i].HearAsync();
            Assert.True(heard.Error is null, $"{i}: {heard.Error}");
            Assert.Equal(ScriptedEngine.Sound("Again."), heard.Audio);
        }
    }

    [Fact]
    public async Task A_silo_that_joins_takes_its_share_and_nobody_notices()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 1);
        await using var listener = new Listener(await cluster.OpenAsync());
        await listener.SayAsync("Before it joins.");
        Assert.Equal(ScriptedEngine.Sound("Before it joins."), (await listener.HearAsync()).Audio);

        await cluster.Silos.StartAdditionalSiloAsync();
        for (var i = 0; i < 50; i++)
        {
            await listener.SayAsync($"And after {i}.");
            Assert.Equal(ScriptedEngine.Sound($"And after {i}."), (await listener.HearAsync()).Audio);
        }
    }
}
