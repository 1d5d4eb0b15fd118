using Speeko.Grains.Interfaces;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>Many listeners of the same text, on several silos.</summary>
public sealed class SharedSegmentTests : IAsyncLifetime
{
    private const string Text = "Everybody wants to hear this. And that as well.";
    private static readonly byte[] Sound = ScriptedEngine.Sound("Everybody wants to hear this.", "And that as well.");

    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(silos: 3);

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task All_hear_the_same_and_each_sentence_is_synthesized_once()
    {
        var listeners = await Task.WhenAll(Enumerable.Range(0, 24).Select(async _ => new Listener(await _cluster.OpenAsync())));
        await Task.WhenAll(listeners.Select(listener => listener.SayAsync(Text)));

        var heard = await Task.WhenAll(listeners.Select(listener => listener.HearAsync()));

        Assert.All(heard, one => Assert.Equal(Sound, one.Audio));
        Assert.Equal(2, _cluster.Engine.Statistics.Syntheses);
        var sum = await _cluster.Gateway.GetStatisticsAsync(CancellationToken.None);
        Assert.Equal(24, sum.Sessions);
        Assert.Equal(2 * 23, sum.CacheHits + sum.Coalesced);
        foreach (var listener in listeners)
            await listener.DisposeAsync();
    }

    [Fact]
    public async Task Who_joins_late_hears_from_the_start_and_who_leaves_early_stops_nothing()
    {
        _cluster.Engine.IsHeld = _ => true;
        var first = new Listener(await _cluster.OpenAsync());
        await first.SayAsync("Shared sentence.");
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
        held.Emit(4096);
        await first.NextAudioAsync();

        await using var second = new Listener(await _cluster.OpenAsync());
        await second.SayAsync("Shared sentence.");
        Assert.Equal(2048, (await second.NextAudioAsync()).Length);
        await first.DisposeAsync();
        held.Complete();

        var rest = await second.HearAsync();
        Assert.Equal(ScriptedEngine.Sound("Shared sentence.")[2048..], rest.Audio);
        Assert.Equal(SynthesisStatus.Completed, (await held.Ended).Status);
        Assert.Equal(1, _cluster.Engine.Statistics.Syntheses);
    }

    [Fact]
    public async Task When_the_last_follower_leaves_the_synthesis_ends_and_the_next_asker_gets_a_new_one()
    {
        _cluster.Engine.IsHeld = _ => true;
        var listeners = new[] { new Listener(await _cluster.OpenAsync()), new Listener(await _cluster.OpenAsync()) };
        foreach (var listener in listeners)
            await listener.SayAsync("Nobody stays.");
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
        held.Emit(4096);
        foreach (var listener in listeners)
            await listener.NextAudioAsync();
        foreach (var listener in listeners)
            await listener.DisposeAsync();
        Assert.Equal(SynthesisStatus.Cancelled, (await held.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);

        await using var late = new Listener(await _cluster.OpenAsync());
        await late.SayAsync("Nobody stays.");
        (await _cluster.Engine.NextHeldAsync(CancellationToken.None)).Complete();
        Assert.Equal(ScriptedEngine.Sound("Nobody stays."), (await late.HearAsync()).Audio);
    }

    [Theory]
    [InlineData(SynthesisStatus.TextRejected, SpeechErrorCode.TextRejected)]
    [InlineData(SynthesisStatus.TimedOut, SpeechErrorCode.EngineFailed)]
    [InlineData(SynthesisStatus.EngineFailed, SpeechErrorCode.EngineFailed)]
    public async Task A_failure_reaches_all_who_follow_and_is_not_kept(SynthesisStatus status, SpeechErrorCode code)
    {
        _cluster.Engine.IsHeld = _ => true;
        var listeners = new[] { new Listener(await _cluster.OpenAsync()), new Listener(await _cluster.OpenAsync()) };
        foreach (var listener in listeners)
            await listener.SayAsync("This one fails.");
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        // Before it fails: who comes just behind the failure begins anew at once, and nobody would end what is held then.
        _cluster.Engine.IsHeld = _ => false;
        held.End(new SynthesisResult(status));
        var outcomes = await Task.WhenAll(listeners.Select(listener => listener.HearAsync()));

        // The second may have come behind the failure, and then it was served anew.
        Assert.Contains(outcomes, heard => heard.Error?.Code == code);
        await listeners[0].SayAsync("This one fails.");
        Assert.Null((await listeners[0].HearAsync()).Error);
    }
}
