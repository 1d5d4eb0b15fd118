namespace Speeko.Tests.Cluster;

/// <summary>Five hundred sessions on one key. What counts is the order of synthesis; how long that takes is the engine's affair.</summary>
public sealed class FloodTests
{
    private const int Sessions = 500;
    private const int Places = 32;

    [Fact]
    public async Task The_first_word_of_another_key_is_begun_before_anything_of_a_flood_has_ended()
    {
        await using var cluster = await StartAsync();
        var flood = await FloodAsync(cluster);
        var running = new List<HeldSynthesis>();
        while (running.Count < Places - (Places / 8))
            running.Add(await NextAsync(cluster));

        for (var i = 0; i < 20; i++)
        {
            await using var other = new Listener(await cluster.OpenAsync("other"));
            Assert.Null(await other.SayAsync($"Another key {i}."));
            var first = await NextAsync(cluster);
            Assert.Equal($"Another key {i}.", first.Text);
            first.Complete();
            Assert.Null((await other.HearAsync()).Error);
        }

        // And the flood is served to its end.
        var heard = Task.WhenAll(flood.Select(listener => listener.HearAsync()));
        running.ForEach(held => held.Complete());
        for (var i = running.Count; i < Sessions; i++)
            (await NextAsync(cluster)).Complete();
        Assert.All(await heard, one => Assert.Null(one.Error));
    }

    [Fact]
    public async Task A_popular_sentence_is_not_held_up_by_the_flood_that_asked_for_it_first()
    {
        await using var cluster = await StartAsync();
        var flood = await FloodAsync(cluster);
        for (var i = 0; i < Places - (Places / 8); i++)
            await NextAsync(cluster);
        await using var floods = new Listener(await cluster.OpenAsync("flood"));
        await floods.SayAsync("Both want this.");

        await using var other = new Listener(await cluster.OpenAsync("other"));
        await other.SayAsync("Both want this.");

        Assert.Equal("Both want this.", (await NextAsync(cluster)).Text);
        await Task.WhenAll(flood.Select(listener => listener.DisposeAsync().AsTask()));
    }

    /// <summary>An engine that is held makes nothing in time; nobody is to be refused for that.</summary>
    private static Task<SpeechTestCluster> StartAsync() => SpeechTestCluster.StartAsync(
        silos: 1, new ScriptedEngine(Places) { IsHeld = _ => true }, ("Scheduler:MaxWaitMs", "600000"));

    private static async Task<Listener[]> FloodAsync(SpeechTestCluster cluster)
    {
        var flood = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async _ => new Listener(await cluster.OpenAsync("flood"))));
        await Task.WhenAll(flood.Select(async (listener, i) => Assert.Null(await listener.SayAsync($"Flood {i}."))));
        return flood;
    }

    private static async Task<HeldSynthesis> NextAsync(SpeechTestCluster cluster) =>
        await cluster.Engine.NextHeldAsync(CancellationToken.None).AsTask().WaitAsync(SpeechTestCluster.Patience);
}
