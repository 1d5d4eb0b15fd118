using System.Diagnostics;
using Speeko.Tests.EndToEnd.Doors;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Hosts;

/// <summary>SIGTERM to a silo that is in the midst of speaking.</summary>
public sealed class SiloStopTests(ITestOutputHelper output)
{
    private const int Listeners = 16;

    /// <summary>Half of what Orleans waits for grains that are still called.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_silo_that_speaks_ends_soon_and_all_listeners_can_ask_again()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions
        {
            Frontends = 1,
            // Engines that stand still for a while are not to be taken for hung ones.
            Environment = new Dictionary<string, string> { ["SpeechWorkers__SegmentTimeoutSeconds"] = "300" },
        });
        var listeners = await Task.WhenAll(Enumerable.Range(0, Listeners)
            .Select(_ => RawSocket.ConnectAsync(cluster.Urls[0], cluster.ApiKey)));
        using (new HeldProcesses(cluster.ProcessIds.Workers))
        {
            await Task.WhenAll(listeners.Select((listener, i) => listener.SendAsync(new { text = $"Listener {i} waits for this." })));
            await Eventually.TrueAsync(
                async () => await cluster.CountAsync("syntheses") == Listeners, HostPrograms.Limit, () => "not all are being spoken");

            var silo = cluster.ProcessIds.Silos[0];
            var told = Stopwatch.GetTimestamp();
            ProcessTable.Signal(silo, ProcessTable.Terminate);
            await ProcessTable.WaitUntilGoneAsync([silo], StopLimit);
            output.WriteLine($"the silo was gone after {Stopwatch.GetElapsedTime(told).TotalSeconds:F1} s");
        }

        // Whoever hears nothing more is told so, and the connection is as good as before.
        var answers = await Task.WhenAll(listeners.Select(listener => listener.HearAsync()));
        Assert.All(answers, answer => Assert.True(
            answer.IsComplete || answer.ErrorCode is "session_lost" or "unavailable", answer.Last.ToString()));
        await Task.WhenAll(listeners.Select((listener, i) => Eventually.TrueAsync(
            async () =>
            {
                await listener.SendAsync(new { text = $"Listener {i} asks again." });
                return (await listener.HearAsync()).IsComplete;
            },
            HostPrograms.Limit,
            () => $"listener {i} is not served")));
        await Task.WhenAll(listeners.Select(listener => listener.DisposeAsync().AsTask()));
    }
}
