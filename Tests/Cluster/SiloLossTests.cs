namespace Speeko.Tests.Cluster;

/// <summary>Silos that come, go and are lost while people listen.</summary>
public sealed class SiloLossTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task After_a_silo_is_lost_every_listener_hears_the_rest_and_nothing_twice(int bytesHeard)
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 3);
        cluster.Engine.IsHeld = text => text.StartsWith("Held", StringComparison.Ordinal);
        var listeners = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => new Listener(await cluster.OpenAsync())));
        for (var i = 0; i < listeners.Length; i++)
            Assert.Null(await listeners[i].SayAsync($"Held sentence {i}. And after {i}!"));
        var held = await Task.WhenAll(listeners.Select(_ => cluster.Engine.NextHeldAsync(CancellationToken.None).AsTask()));

        foreach (var synthesis in held.Where(_ => bytesHeard > 0))
            synthesis.Emit(bytesHeard);
        cluster.Engine.IsHeld = _ => false;
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[^1]);
        foreach (var synthesis in held)
            synthesis.Complete();

        for (var i = 0; i < listeners.Length; i++)
        {
            var heard = await listeners[i].HearAsync();
            Assert.True(heard.Error is null, $"{i}: {heard.Error}");
            Assert.Equal(
                ScriptedEngine.Sound($"Held sentence {i}.", $"And after {i}!"), heard.Audio);
            Assert.Equal(0L, heard.Frames.Zip(heard.Frames.Skip(1), (one, next) => next.Sequence - one.Sequence - one.ChunkCount).Sum(Math.Abs));
        }

        for (var i = 0; i < listeners.Length; i++)
        {
            Assert.Null(await listeners[i].SayAsync("Again."));
            Assert.Equal(ScriptedEngine.Sound("Again."), (await listeners[i].HearAsync()).Audio);
        }
    }

    [Fact]
    public async Task Text_that_was_begun_before_goes_on_and_what_was_cancelled_stays_silent()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 3);
        var listeners = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => new Listener(await cluster.OpenAsync())));
        for (var i = 0; i < listeners.Length; i++)
        {
            Assert.Null(await listeners[i].SayAsync($"Nobody hears this to its end: {i}."));
            listeners[i].Session.Cancel();
            Assert.Null(await listeners[i].AppendAsync($"Begun {i}. And the rest fol"));
        }

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[^1]);

        for (var i = 0; i < listeners.Length; i++)
        {
            // Before the stall timer has spoken what there is, or behind it: the words are the same.
            Assert.Null(await listeners[i].AppendAsync("lows."));
            Assert.Null(await listeners[i].Session.FlushAsync());
            var heard = await listeners[i].HearAsync();
            Assert.True(heard.Error is null, $"{i}: {heard.Error}");
            Assert.StartsWith(
                Convert.ToHexString(ScriptedEngine.Sound($"Begun {i}.")), Convert.ToHexString(heard.Audio), StringComparison.Ordinal);
            Assert.Equal(($"Begun {i}.".Length + "And the rest follows.".Length) * ScriptedEngine.BytesPerCharacter, heard.Audio.Length);
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
