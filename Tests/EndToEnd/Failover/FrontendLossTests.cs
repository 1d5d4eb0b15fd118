using Speeko.Tests.EndToEnd.Doors;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Failover;

/// <summary>
/// Frontends that are killed, and every process of a cluster replaced in order, while people listen who go on at another
/// frontend when their connection is lost. <c>SPEEKO_LISTENERS</c> says how many.
/// </summary>
[Collection(LossyClusterCollection.Name)]
public sealed class FrontendLossTests(LossyClusterCollection.Fixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly int _count = TestSize.Of("SPEEKO_LISTENERS", 60);

    private LocalCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task When_a_frontend_is_killed_its_listeners_go_on_at_the_other_and_miss_nothing()
    {
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (listeners, listening) = await StartAsync("The frontend of listener {0} is lost in sentence {1}.", killed.Task);

        var before = Cluster.ProcessIds.All;
        await Cluster.KillAsync(Cluster.ProcessIds.Frontends[0]);
        killed.SetResult();

        await JudgeAsync(listeners, listening);
        await Cluster.ReplacedAsync(before);
        Assert.Equal(listeners.Where((_, number) => number % 2 == 0), listeners.Where(listener => listener.Resumptions > 0));
    }

    /// <summary>Silos first, so that a listener is sent from the frontend that knows what it has heard just when its session has moved.</summary>
    [Fact]
    public async Task Every_process_is_replaced_one_by_one_and_nobody_misses_a_word()
    {
        var replaced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (listeners, listening) = await StartAsync("Listener {0} hears sentence {1} while all is replaced.", replaced.Task);

        foreach (var process in Cluster.ProcessIds.Silos.Concat(Cluster.ProcessIds.Frontends))
            await ReplaceAsync(process);
        replaced.SetResult();

        await JudgeAsync(listeners, listening);

        // Nearly all, for who plays slowly what is on its way to it may hear of it too late.
        var (resumptions, farewells) = (listeners.Sum(listener => listener.Resumptions), listeners.Sum(listener => listener.Farewells));
        output.WriteLine($"{resumptions} resumptions, {farewells} farewells");
        Assert.InRange(farewells, resumptions * 0.9, resumptions);
    }

    private async Task<(PlayingListener[] Listeners, Task<string?>[] Listening)> StartAsync(string sentence, Task enough)
    {
        var listeners = Enumerable.Range(0, _count).Select(number => new PlayingListener(
            [Cluster.Urls[number % 2], Cluster.Urls[(number + 1) % 2]],
            Cluster.ApiKey,
            i => string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, number, i),
            8,
            enough)).ToArray();
        var listening = await Arrivals.ListenAsync(listeners).WaitAsync(Patience);
        await Eventually.TrueAsync(
            () => Task.FromResult(listeners.All(listener => listener.HasPlenty)), Patience, () => "not all play");
        foreach (var listener in listeners)
            listener.Watch();
        return (listeners, listening);
    }

    /// <summary>As an orchestrator does it: the next one when this one is back, and well.</summary>
    private async Task ReplaceAsync(int process)
    {
        var before = Cluster.ProcessIds.All;
        ProcessTable.Signal(process, ProcessTable.Terminate);
        await ProcessTable.WaitUntilGoneAsync([process], LocalCluster.StopLimit);
        await Cluster.ReplacedAsync(before);
    }

    private async Task JudgeAsync(PlayingListener[] listeners, Task<string?>[] listening)
    {
        var wrong = await Task.WhenAll(listening).WaitAsync(Patience);
        output.WriteLine(
            $"{_count} listeners, longest wait {listeners.Max(listener => listener.LongestWait).TotalMilliseconds:F0} ms, "
            + $"{listeners.Min(listener => listener.LeastInHand).TotalMilliseconds:F0} ms in hand at least, "
            + $"{listeners.Sum(listener => listener.Underruns)} underruns, {await Cluster.CountAsync("resumed")} sessions resumed");
        Assert.True(wrong.All(text => text is null), $"{string.Join('\n', wrong.Where(text => text is not null))}\n{Cluster.Logs}");
        Assert.All(listeners, listener => Assert.InRange(listener.LongestWait, TimeSpan.Zero, LongestWait));
        Assert.Equal(0, listeners.Sum(listener => listener.Underruns));
    }
}
