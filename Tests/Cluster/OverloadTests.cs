using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Cluster;

/// <summary>More is asked for than the engines can do.</summary>
public sealed class OverloadTests : IAsyncLifetime
{
    private SpeechTestCluster _cluster = null!;

    /// <summary>One sentence at a time, and two may wait.</summary>
    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(
        silos: 1, new ScriptedEngine(concurrency: 1) { IsHeld = _ => true }, ("Scheduler:MaxQueued", "2"));

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Beyond_its_queue_a_silo_says_so_at_once_and_speaks_what_it_took_to_the_end()
    {
        var listeners = await OpenAsync(6, "a");
        for (var i = 0; i < listeners.Length; i++)
            Assert.Null(await listeners[i].SayAsync($"Sentence {i}. It has a second. And a third."));

        // One speaks and two wait, so three are refused while nothing has been spoken yet.
        var open = listeners.Select(listener => listener.HearAsync()).ToList();
        for (var i = 0; i < 3; i++)
        {
            var refused = await await Task.WhenAny(open).WaitAsync(SpeechTestCluster.Patience);
            open.RemoveAll(hearing => hearing.IsCompleted && hearing.Result == refused);
            Assert.Equal(SpeechErrorCode.Overloaded, refused.Error?.Code);
            Assert.Equal(1, refused.Error?.RetryAfterSeconds);
            Assert.Empty(refused.Audio);
        }

        // Those who are refused knock again all the time, and keep nobody from going on.
        var heard = Task.WhenAll(open);
        for (var i = 0; !heard.IsCompleted; i++)
        {
            await (await OpenAsync(1, "a"))[0].SayAsync($"Let me in {i}.");
            (await _cluster.Engine.NextHeldAsync(CancellationToken.None)).Complete();
            await Task.WhenAny(heard, _cluster.Engine.WhenHeldAsync()).WaitAsync(SpeechTestCluster.Patience);
        }

        Assert.Equal(3, (await heard).Length);
        Assert.All(await heard, one => Assert.Null(one.Error));
        Assert.All(await heard, one => Assert.EndsWith(
            Convert.ToHexString(ScriptedEngine.Sound("It has a second.", "And a third.")), Convert.ToHexString(one.Audio), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_refusal_comes_within_50_ms()
    {
        // Whoever is refused of four knows that the other three are in.
        await (await SayAllAsync(4, "a")).RefusedAsync();
        var times = new List<double>();
        while (times.Count < 30)
        {
            var late = (await OpenAsync(1, "a"))[0];
            var asked = TimeProvider.System.GetTimestamp();
            Assert.Null(await late.SayAsync($"Late {times.Count}."));
            var refused = await late.HearAsync();
            times.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
            Assert.Equal(SpeechErrorCode.Overloaded, refused.Error?.Code);
        }

        // The median, for the machine may be busy with something else at any single time.
        Assert.InRange(times.Order().ElementAt(times.Count / 2), 0, 50);
    }

    [Fact]
    public async Task Who_comes_again_sooner_than_it_was_told_is_refused_by_the_frontend()
    {
        var refused = await (await SayAllAsync(4, "a")).RefusedAsync();

        // A door that has written the refusal comes back for what is next.
        _ = refused.NextAsync();
        var again = await refused.SayAsync("Now?");

        Assert.Equal((SpeechErrorCode.Overloaded, 1), (again?.Code, again?.RetryAfterSeconds));
    }

    [Fact]
    public async Task Who_shows_another_key_is_let_in()
    {
        await (await SayAllAsync(4, "a")).RefusedAsync();
        var running = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        // An even share of the two that may wait is one: when the second is refused the first is in.
        var others = await SayAllAsync(2, "b");
        await others.RefusedAsync();
        var heard = others.Open.Single();
        running.Complete();
        var spoken = new List<string>();
        while (await Task.WhenAny(heard, _cluster.Engine.WhenHeldAsync()).WaitAsync(SpeechTestCluster.Patience) != heard)
        {
            var next = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
            spoken.Add(next.Text);
            next.Complete();
        }

        Assert.Null((await heard).Error);
        Assert.InRange(spoken.FindIndex(text => text.StartsWith("b ", StringComparison.Ordinal)), 0, 1);
    }

    private async Task<Crowd> SayAllAsync(int count, string owner)
    {
        var listeners = await OpenAsync(count, owner);
        foreach (var (listener, i) in listeners.Select((listener, i) => (listener, i)))
            Assert.Null(await listener.SayAsync($"{owner} says {i}."));
        return new Crowd(listeners);
    }

    private async Task<Listener[]> OpenAsync(int count, string owner) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ => new Listener(await _cluster.OpenAsync(owner))));

    /// <summary>Listeners who asked at the same time.</summary>
    private sealed class Crowd(Listener[] listeners)
    {
        private readonly Dictionary<Task<Listener.Heard>, Listener> _open = listeners.ToDictionary(listener => listener.HearAsync());

        /// <summary>Those who have had no answer.</summary>
        public IEnumerable<Task<Listener.Heard>> Open => _open.Keys;

        /// <summary>The next who is refused.</summary>
        public async Task<Listener> RefusedAsync()
        {
            var answered = await Task.WhenAny(_open.Keys).WaitAsync(SpeechTestCluster.Patience);
            Assert.Equal(SpeechErrorCode.Overloaded, (await answered).Error?.Code);
            _open.Remove(answered, out var listener);
            return listener!;
        }
    }
}
