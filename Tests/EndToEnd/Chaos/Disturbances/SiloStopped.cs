namespace Speeko.Tests.EndToEnd.Chaos.Disturbances;

/// <summary>A silo is told to stop and is started again, as every update does it.</summary>
internal sealed class SiloStopped : IDisturbance
{
    public string Name => "SIGTERM of a silo";

    public async Task<string> StrikeAsync(ChaosCluster cluster, Random random)
    {
        var silo = random.Next(ChaosCluster.Survivor + 1, ChaosCluster.Silos);
        var processId = cluster.Processes.ProcessIds.Silos[silo];
        var took = await cluster.StopAsync(processId, $"silo-{silo + 1}");
        return FormattableString.Invariant($"silo {silo + 1}, process {processId}, gone after {took.TotalSeconds:F1} s");
    }
}
