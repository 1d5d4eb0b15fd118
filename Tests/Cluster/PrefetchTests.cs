using Microsoft.Extensions.DependencyInjection;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Prefetch;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>Texts that are made ready before anybody listens.</summary>
public sealed class PrefetchTests
{
    private const string Text = "One is here. Two comes behind it! And a third";

    [Fact]
    public async Task What_was_prefetched_is_found_by_who_speaks_it()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 2);

        Assert.Equal(new PrefetchReply(4, 0, 0), await PrefetchAsync(cluster, " Another one. ", Text));
        await using var listener = new Listener(await cluster.OpenAsync());
        await listener.SayAsync(Text);
        var heard = await listener.HearAsync();

        Assert.Equal(ScriptedEngine.Sound("One is here.", "Two comes behind it!", "And a third"), heard.Audio);
        Assert.Equal(4, cluster.Engine.Statistics.Syntheses);
        Assert.Equal(new PrefetchReply(0, 4, 0), await PrefetchAsync(cluster, Text, "Another one."));
    }

    [Fact]
    public async Task However_its_accents_were_typed_it_is_found()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 1);

        await PrefetchAsync(cluster, "Cafe\u0301 noir.");
        await using var listener = new Listener(await cluster.OpenAsync());
        await listener.SayAsync("Caf\u00e9 noir.");

        Assert.Equal(ScriptedEngine.Sound("Caf\u00e9 noir."), (await listener.HearAsync()).Audio);
        Assert.Equal(1, cluster.Engine.Statistics.Syntheses);
    }

    [Fact]
    public async Task Past_the_bound_the_rest_is_refused_and_what_was_taken_is_made()
    {
        await using var cluster = await StartHeldAsync(concurrency: 1, ("Scheduler:MaxPrefetch", "3"));

        // One is being made and three wait.
        Assert.Equal(
            new PrefetchReply(4, 0, 6), await PrefetchAsync(cluster, [.. Enumerable.Range(0, 10).Select(i => $"Text number {i}.")]));
        for (var i = 0; i < 4; i++)
        {
            var held = await cluster.Engine.NextHeldAsync(CancellationToken.None);
            Assert.Equal($"Text number {i}.", held.Text);
            held.Complete();
        }
    }

    [Fact]
    public async Task Who_listens_comes_before_what_nobody_listens_to()
    {
        await using var cluster = await StartHeldAsync(concurrency: 1);
        await PrefetchAsync(cluster, [.. Enumerable.Range(0, 10).Select(i => $"Text number {i}.")]);
        var running = await cluster.Engine.NextHeldAsync(CancellationToken.None);

        await using var listener = new Listener(await cluster.OpenAsync());
        await listener.SayAsync("Somebody listens.");
        var heard = listener.HearAsync();
        await using var late = new Listener(await cluster.OpenAsync());
        await late.SayAsync("Text number 9.");
        var heardLate = late.HearAsync();

        var scheduler = cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<SynthesisScheduler>();
        await Eventually.TrueAsync(
            () => scheduler.Waiting(SynthesisClass.Listening) == 2, SpeechTestCluster.Patience, () => "they do not both wait for their turn");
        running.Complete();
        var order = new List<string>();
        while (!(heard.IsCompleted && heardLate.IsCompleted))
        {
            var next = await cluster.Engine.NextHeldAsync(CancellationToken.None).AsTask().WaitAsync(SpeechTestCluster.Patience);
            order.Add(next.Text);
            next.Complete();
            await Task.WhenAny(Task.WhenAll(heard, heardLate), cluster.Engine.WhenHeldAsync());
        }

        Assert.InRange(order.IndexOf("Somebody listens."), 0, 1);
        Assert.InRange(order.IndexOf("Text number 9."), 0, 1);
    }

    [Fact]
    public async Task Who_listens_does_not_wait_for_a_prefetch_that_takes_its_time()
    {
        await using var cluster = await StartHeldAsync(concurrency: 4);
        await PrefetchAsync(cluster, "Made without hurry.");
        var unhurried = await cluster.Engine.NextHeldAsync(CancellationToken.None);

        var listener = new Listener(await cluster.OpenAsync());
        await listener.SayAsync("Made without hurry.");

        Assert.Equal(SynthesisStatus.Cancelled, (await unhurried.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);
        var anew = await cluster.Engine.NextHeldAsync(CancellationToken.None);
        anew.Emit(2048);
        Assert.Equal(2048, (await listener.NextAudioAsync()).Length);

        // It was wanted before, so it is made to its end also when the listener leaves.
        await listener.DisposeAsync();
        anew.Complete();
        Assert.Equal(SynthesisStatus.Completed, (await anew.Ended).Status);
        await using var next = new Listener(await cluster.OpenAsync());
        await next.SayAsync("Made without hurry.");
        Assert.Equal(ScriptedEngine.Sound("Made without hurry."), (await next.HearAsync()).Audio);
        Assert.Equal(2, cluster.Engine.Statistics.Syntheses);
    }

    [Fact]
    public async Task An_unknown_voice_is_named()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 1);

        var reply = await cluster.Gateway.PrefetchAsync(
            "tests", new UtteranceSettings { VoiceId = "klingon" }, ["Hello."], CancellationToken.None);

        Assert.Equal((SpeechErrorCode.UnknownVoice, "voice_id"), (reply.Error?.Code, reply.Error?.Field));
        Assert.Equal(0, cluster.Engine.Statistics.Syntheses);
    }

    private static Task<SpeechTestCluster> StartHeldAsync(int concurrency, params (string Name, string Value)[] settings) =>
        SpeechTestCluster.StartAsync(silos: 1, new ScriptedEngine(concurrency) { IsHeld = _ => true }, settings);

    private static Task<PrefetchReply> PrefetchAsync(SpeechTestCluster cluster, params string[] texts) =>
        cluster.Gateway.PrefetchAsync("tests", Listener.AnyVoice, texts, CancellationToken.None);
}
