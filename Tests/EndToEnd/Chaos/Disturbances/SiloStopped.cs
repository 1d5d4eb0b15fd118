using Xunit.Sdk;

namespace Speeko.Tests.EndToEnd.Chaos.Disturbances;

/// <summary>A silo is told to stop and is started again, as every update does it.</summary>
internal sealed class SiloStopped : IDisturbance
{
    public string Name => "SIGTERM of a silo";

    public async Task<string> StrikeAsync(ChaosCluster cluster, Random random)
    {
        var silo = random.Next(ChaosCluster.Silos);
        var processId = cluster.Processes.ProcessIds.Silos[silo];
        var began = TimeProvider.System.GetTimestamp();
        ProcessTable.Signal(processId, ProcessTable.Terminate);
        try
        {
            await ProcessTable.WaitUntilGoneAsync([processId], LocalCluster.StopLimit);
        }
        catch (XunitException)
        {
            // What a supervisor does with one that does not end.
            cluster.KeepLogs($"silo-{silo + 1}-does-not-end");
            ProcessTable.Signal(processId, ProcessTable.Kill);
            throw;
        }

        return FormattableString.Invariant(
            $"silo {silo + 1}, process {processId}, gone after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s");
    }
}
