using Microsoft.Extensions.DependencyInjection;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;
using Speeko.Grains.Synthesis;

namespace Speeko.Tests.Cluster;

/// <summary>One sentence is held at a silo's engine, one waits, and there is room for no more.</summary>
public sealed class OverloadWithCacheTests : IAsyncLifetime
{
    private const string Kept = "Somebody has said this before.";

    private readonly LastingAudioCache _cache = new();
    private SpeechTestCluster _cluster = null!;

    /// <summary>Of who was let in.</summary>
    private Listener[] _taken = [];

    public async Task InitializeAsync()
    {
        await using (var before = await SpeechTestCluster.StartAsync(silos: 1, new ScriptedEngine(), _cache))
        {
            await using var listener = new Listener(await before.OpenAsync("a"));
            await listener.SayAsync(Kept);
            Assert.Null((await listener.HearAsync()).Error);
            await Eventually.TrueAsync(() => _cache.Kept.Count == 1, SpeechTestCluster.Patience, () => "nothing is kept");
        }

        _cluster = await SpeechTestCluster.StartAsync(
            silos: 1, new ScriptedEngine(concurrency: 1) { IsHeld = _ => true }, _cache, ("Scheduler:MaxQueued", "1"));
        var first = await SayAsync("This is being spoken.");
        await _cluster.Engine.WhenHeldAsync().WaitAsync(SpeechTestCluster.Patience);
        _taken = [first, await SayAsync("This one waits.")];
        var scheduler = _cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<SynthesisScheduler>();
        await Eventually.TrueAsync(() => scheduler.Waiting(SynthesisClass.Listening) == 1, SpeechTestCluster.Patience, () => "nothing waits");
    }

    public async Task DisposeAsync()
    {
        foreach (var listener in _taken)
            await listener.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task For_who_is_refused_no_segment_is_activated()
    {
        Assert.Equal(SpeechErrorCode.Overloaded, (await RefusalAsync("Nobody has said this."))?.Code);

        Assert.DoesNotContain(KeyOf("Nobody has said this."), _cache.Sought);
        Assert.Contains(KeyOf("This one waits."), _cache.Sought);
    }

    [Fact]
    public async Task What_is_kept_is_spoken_all_the_same() => Assert.Null(await RefusalAsync(Kept));

    [Fact]
    public async Task What_is_being_made_here_is_joined()
    {
        await using var follower = await SayAsync("This is being spoken.");
        var hearing = follower.HearAsync();

        (await _cluster.Engine.NextHeldAsync(CancellationToken.None)).Complete();

        Assert.Null((await hearing).Error);
    }

    private async Task<Listener> SayAsync(string text)
    {
        var listener = new Listener(await _cluster.OpenAsync("a"));
        Assert.Null(await listener.SayAsync(text));
        return listener;
    }

    /// <summary>Null where it is spoken.</summary>
    private async Task<SpeechError?> RefusalAsync(string text)
    {
        await using var listener = await SayAsync(text);
        return (await listener.HearAsync()).Error;
    }

    private string KeyOf(string text) => SegmentKey.Of(new SegmentRequest(text, "en-us", 1, 0), _cluster.Engine.Version);
}
