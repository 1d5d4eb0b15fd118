using Speeko.Tests.EndToEnd.Doors;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Failover;

/// <summary>
/// One of three silos is killed while people listen on two frontends, as a machine is lost. <c>SPEEKO_LISTENERS</c> says how
/// many.
/// </summary>
public sealed class SiloDeathTests(SiloDeathTests.Fixture fixture, ITestOutputHelper output) : IClassFixture<SiloDeathTests.Fixture>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly int _count = TestSize.Of("SPEEKO_LISTENERS", 60);

    private LocalCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Nobody_misses_a_word_and_nobody_with_five_seconds_in_hand_hears_anything_of_it()
    {
        var listeners = Enumerable.Range(0, _count).Select(Listener).ToArray();
        var listening = listeners.Select(listener => listener.ListenAsync()).ToArray();
        await Eventually.TrueAsync(
            () => Task.FromResult(listeners.All(listener => listener.HasPlenty)), Patience, () => "not all play");
        foreach (var listener in listeners)
            listener.Watch();

        await Cluster.KillAsync(Cluster.ProcessIds.Silos[1]);

        var wrong = await Task.WhenAll(listening).WaitAsync(Patience);
        output.WriteLine(
            $"{_count} listeners, longest wait {listeners.Max(listener => listener.LongestWait).TotalMilliseconds:F0} ms, "
            + $"{listeners.Count(listener => listener.LongestWait > TimeSpan.FromSeconds(1))} waited more than 1 s, "
            + $"{listeners.Sum(listener => listener.Underruns)} underruns, {await Cluster.CountAsync("resumed")} sessions resumed");
        Assert.True(wrong.All(text => text is null), $"{string.Join('\n', wrong.Where(text => text is not null))}\n{Cluster.Logs}");
        Assert.All(listeners, listener => Assert.InRange(listener.LongestWait, TimeSpan.Zero, LongestWait));
        Assert.Equal(0, listeners.Sum(listener => listener.Underruns));
        Assert.True(await Cluster.CountAsync("resumed") > 0, "The silo held nothing that was not in the listeners' hands already.");
    }

    /// <summary>About a minute of speech, of which a listener and the sockets to it hold less than ten seconds.</summary>
    private PlayingListener Listener(int number) => new(
        Cluster.Urls[number % Cluster.Urls.Count],
        Cluster.ApiKey,
        [.. Enumerable.Range(1, 18).Select(i => $"Listener {number} waits for sentence {i} of a story.")]);

    public sealed class Fixture() : ClusterFixture(new LocalClusterOptions { Silos = 3 });
}
