namespace Speeko.Tests.EndToEnd.Chaos.Disturbances;

/// <summary>A frontend is told to stop and is started again, as every update does it: its listeners are told where to go on.</summary>
internal sealed class FrontendStopped : IDisturbance
{
    public string Name => "SIGTERM of a frontend";

    public async Task<string> StrikeAsync(ChaosCluster cluster, Random random)
    {
        var frontend = random.Next(ChaosCluster.Survivor + 1, ChaosCluster.Frontends);
        var processId = cluster.Processes.ProcessIds.Frontends[frontend];
        var took = await cluster.EndFrontendAsync(frontend, () => cluster.StopAsync(processId, $"frontend-{frontend + 1}"));
        return FormattableString.Invariant($"frontend {frontend + 1}, process {processId}, gone after {took.TotalSeconds:F1} s");
    }
}
