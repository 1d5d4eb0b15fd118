namespace Speeko.Tests.EndToEnd.Chaos.Disturbances;

/// <summary>An engine crashes.</summary>
internal sealed class WorkerKilled : IDisturbance
{
    public string Name => "kill -9 of a worker";

    public async Task<string> StrikeAsync(ChaosCluster cluster, Random random)
    {
        int[] workers = [.. cluster.Processes.ProcessIds.Workers.Except(cluster.Survivors.Workers)];
        var worker = workers[random.Next(workers.Length)];
        ProcessTable.Signal(worker, ProcessTable.Kill);
        await ProcessTable.WaitUntilGoneAsync([worker], LocalCluster.StopLimit);
        return $"process {worker}";
    }
}
