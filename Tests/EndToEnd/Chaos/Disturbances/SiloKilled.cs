namespace Speeko.Tests.EndToEnd.Chaos.Disturbances;

/// <summary>A machine is lost, its workers with it.</summary>
internal sealed class SiloKilled : IDisturbance
{
    public string Name => "kill -9 of a silo";

    public async Task<string> StrikeAsync(ChaosCluster cluster, Random random)
    {
        var silo = random.Next(ChaosCluster.Survivor + 1, ChaosCluster.Silos);
        var processId = cluster.Processes.ProcessIds.Silos[silo];
        cluster.LoseSilo();
        await cluster.Processes.KillAsync(processId);
        return $"silo {silo + 1}, process {processId}";
    }
}
