namespace Speeko.Tests.EndToEnd.Chaos.Disturbances;

/// <summary>A process stands still for 0.3 to 4 s, as on a machine that swaps or is moved. Longer than three, and its peers give a silo up.</summary>
internal sealed class ProcessHeld(string kind, Func<LocalClusterProcesses, IReadOnlyList<int>> choose) : IDisturbance
{
    private const int ShortestMs = 300;
    private const int LongestMs = 4000;

    public string Name => $"SIGSTOP of a {kind}";

    public async Task<string> StrikeAsync(ChaosCluster cluster, Random random)
    {
        var processes = choose(cluster.Processes.ProcessIds);
        var processId = processes[random.Next(processes.Count)];
        var duration = TimeSpan.FromMilliseconds(random.Next(ShortestMs, LongestMs));
        if (cluster.Processes.ProcessIds.Silos.Contains(processId))
            cluster.LoseSilo();
        using (new HeldProcesses([processId]))
            await Task.Delay(duration, TimeProvider.System);
        return FormattableString.Invariant($"process {processId} for {duration.TotalSeconds:F1} s");
    }
}
