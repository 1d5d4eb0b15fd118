namespace Speeko.Tests.EndToEnd.Launcher;

/// <summary><c>speeko up</c> from start to end, as far as one silo and one frontend show it.</summary>
public sealed class LauncherTests
{
    private static readonly LocalClusterOptions Small = new() { Silos = 1, Frontends = 1 };

    [Fact]
    public async Task A_signal_to_all_processes_at_once_as_Ctrl_C_sends_it_stops_everything()
    {
        await using var cluster = await LocalCluster.StartAsync(Small);

        foreach (var process in cluster.ProcessIds.All)
            ProcessTable.Signal(process, ProcessTable.Interrupt);
        Assert.Equal(0, await cluster.StopAsync(ProcessTable.Interrupt));
        Assert.DoesNotContain("died", cluster.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_or_frontend_that_dies_is_replaced_and_nothing_outlives_a_launcher_that_is_killed()
    {
        await using var cluster = await LocalCluster.StartAsync(Small);
        var before = cluster.ProcessIds;

        await cluster.KillAsync(before.Silos[0]);
        await cluster.LineAsync(line => line.StartsWith($"silo 1 (process {before.Silos[0]}) died", StringComparison.Ordinal));
        await cluster.KillAsync(before.Frontends[0]);
        await Eventually.TrueAsync(
            () => cluster.ProcessIds is var now && now.Silos[0] != before.Silos[0] && now.Frontends[0] != before.Frontends[0],
            LocalCluster.StartLimit,
            () => cluster.Output);
        await cluster.LineAsync(line => line.Contains($"(process {cluster.ProcessIds.Silos[0]},", StringComparison.Ordinal));
        await cluster.LineAsync(line => line.Contains($"(process {cluster.ProcessIds.Frontends[0]},", StringComparison.Ordinal));

        var wav = Path.Combine(cluster.OutputFolder, "again.wav");
        var (code, _, errors) = await SpeekoCommand.RunAsync("say", "Here we are again.", "-o", wav, "--url", $"{cluster.Urls[0]}");
        Assert.True(code == 0, $"{errors}\n{cluster.Logs}");
        Assert.InRange(new WavFile(wav).Seconds, 0.5, 4);

        var all = cluster.ProcessIds.All;
        await cluster.KillAsync(cluster.ProcessIds.Launcher);
        await ProcessTable.WaitUntilGoneAsync(all, LocalCluster.StopLimit);
    }

    /// <summary>And by SIGTERM, as each cluster of these tests is stopped.</summary>
    [Fact]
    public async Task Two_launches_from_one_folder_do_not_disturb_each_other_and_end_by_their_input_or_a_signal()
    {
        await using var first = await LocalCluster.StartAsync(Small);
        await using var second = await LocalCluster.StartAsync(Small with { OutputFolder = first.OutputFolder });

        Assert.Single(second.ProcessIds.Silos);
        Assert.NotEqual(first.ProcessIds.Silos[0], second.ProcessIds.Silos[0]);
        Assert.NotEqual(first.RedisEndpoint, second.RedisEndpoint);

        Assert.Equal(0, await first.StopByInputAsync());
        Assert.All(second.ProcessIds.All, process => Assert.True(ProcessTable.IsAlive(process)));
        Assert.Equal(0, await second.StopAsync(ProcessTable.Interrupt));
        Assert.False(File.Exists(Path.Combine(second.OutputFolder, "cluster.json")));
    }
}
