using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Cluster;

/// <summary>More is asked for than the engines can do.</summary>
public sealed class OverloadTests
{
    [Fact]
    public async Task Beyond_its_queue_a_silo_says_so_at_once_and_speaks_what_it_took()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(
            silos: 1, new ScriptedEngine(concurrency: 1) { IsHeld = _ => true }, ("Scheduler:MaxQueued", "2"));
        var listeners = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => new Listener(await cluster.OpenAsync())));
        for (var i = 0; i < listeners.Length; i++)
            Assert.Null(await listeners[i].SayAsync($"Sentence {i}."));

        // One speaks and two wait, so three are refused while nothing has been spoken yet.
        var hearing = listeners.Select(listener => listener.HearAsync()).ToList();
        var refused = new List<Listener.Heard>();
        var open = hearing.ToList();
        while (refused.Count < 3)
        {
            var next = await Task.WhenAny(open).WaitAsync(SpeechTestCluster.Patience);
            open.Remove(next);
            refused.Add(await next);
        }

        Assert.All(refused, heard => Assert.Equal(SpeechErrorCode.Overloaded, heard.Error?.Code));
        Assert.All(refused, heard => Assert.NotNull(heard.Error?.RetryAfterSeconds));
        for (var i = 0; i < 3; i++)
            (await cluster.Engine.NextHeldAsync(CancellationToken.None)).Complete();
        Assert.All(await Task.WhenAll(open), heard => Assert.Null(heard.Error));
    }
}
