namespace Speeko.Tests.EndToEnd.Chaos.Disturbances;

/// <summary>Its listeners lose their connections.</summary>
internal sealed class FrontendKilled : IDisturbance
{
    public string Name => "kill -9 of a frontend";

    public async Task<string> StrikeAsync(ChaosCluster cluster, Random random)
    {
        var frontend = random.Next(ChaosCluster.Survivor + 1, ChaosCluster.Frontends);
        await cluster.EndFrontendAsync(frontend, async () =>
        {
            await cluster.Processes.KillAsync(cluster.Processes.ProcessIds.Frontends[frontend]);
            return TimeSpan.Zero;
        });
        return $"frontend {frontend + 1}";
    }
}
