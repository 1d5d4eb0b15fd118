namespace Speeko.Tests.EndToEnd.Scripts;

[Collection(ScriptCollection.Name)]
public sealed class RunLocalTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Run_local_runs_a_cluster_and_a_signal_to_the_script_stops_it()
    {
        var folder = Directory.CreateTempSubdirectory("speeko-run-local-");
        var port = FreePorts.Find(0, 1);
        await using var run = RunningProgram.Start(
            Checkout.PathOf("run-local.sh"),
            ["--silos", "1", "--port", $"{port}", "--out", folder.FullName, "--no-demo"]);
        await run.LineAsync(line => line == $"Speeko is ready at http://127.0.0.1:{port}", Limit);
        var all = ProcessTable.DescendantsOf(run.Id);

        run.Signal(ProcessTable.Terminate);

        Assert.Equal(0, await run.ExitCodeAsync(LocalCluster.StopLimit));
        await ProcessTable.WaitUntilGoneAsync(all, LocalCluster.StopLimit);
        folder.Delete(recursive: true);
    }
}
