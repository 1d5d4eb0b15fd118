using System.Management.Automation.Language;
using Speeko.Cli.Launch;

namespace Speeko.Tests.EndToEnd.Scripts;

[Collection(ScriptCollection.Name)]
public sealed class PowerShellScriptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("run-local.ps1")]
    [InlineData("test.ps1")]
    public void A_script_is_well_formed(string script)
    {
        Parser.ParseFile(Checkout.PathOf(script), out _, out var errors);

        Assert.Empty(errors);
    }

    [Fact]
    public async Task Run_local_runs_a_cluster_until_it_is_told_to_stop()
    {
        var folder = Directory.CreateTempSubdirectory("speeko-powershell-");
        var port = FreePorts.Find(0, 1);
        using var run = new PowerShellRun(
            "run-local.ps1", "--silos", "1", "--port", $"{port}", "--out", folder.FullName, "--no-demo");
        await run.LineAsync($"Speeko is ready at http://127.0.0.1:{port}", Limit);
        var launcher = ClusterState.Read(Path.Combine(folder.FullName, ClusterState.FileName))!.Launcher;
        var all = ProcessTable.DescendantsOf(launcher);

        ProcessTable.Signal(launcher, ProcessTable.Terminate);

        await run.EndAsync(Limit);
        Assert.EndsWith("exit 0", run.Output, StringComparison.Ordinal);
        await ProcessTable.WaitUntilGoneAsync(all, LocalCluster.StopLimit);
        folder.Delete(recursive: true);
    }
}
