namespace Speeko.Tests.EndToEnd.Chaos.Leaks;

/// <summary>
/// Looks at the memory of silos and frontends again and again. Processes come and go, so it is the same kind of process that is
/// compared: each look gives the largest silo and the largest frontend that have warmed up.
/// </summary>
internal sealed class MemoryWatch(ChaosCluster cluster)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A process that has just begun is small, and says nothing.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    private readonly Dictionary<int, long> _seenAt = [];
    private readonly List<long> _silos = [];
    private readonly List<long> _frontends = [];

    public async Task LookAsync(Task until)
    {
        while (!until.IsCompleted)
        {
            var processes = cluster.Processes.ProcessIds;
            Note(_silos, processes.Silos);
            Note(_frontends, processes.Frontends);
            await Task.WhenAny(until, Task.Delay(Pause, TimeProvider.System));
        }
    }

    /// <summary>For each kind: megabytes in the first and in the second half, or null where there was too little to see.</summary>
    public IEnumerable<(string Kind, long First, long Second)> Halves()
    {
        foreach (var (kind, looks) in new[] { ("silo", _silos), ("frontend", _frontends) })
        {
            if (looks.Count >= 2)
                yield return (kind, Median(looks[..(looks.Count / 2)]), Median(looks[(looks.Count / 2)..]));
        }
    }

    private static long Median(List<long> looks) => looks.Order().ElementAt(looks.Count / 2) >> 20;

    private void Note(List<long> looks, IReadOnlyList<int> processIds)
    {
        foreach (var processId in processIds)
            _seenAt.TryAdd(processId, TimeProvider.System.GetTimestamp());
        var warm = processIds
            .Where(processId => TimeProvider.System.GetElapsedTime(_seenAt[processId]) > WarmUp)
            .Select(processId => Footprint.Of(processId)?.ResidentBytes ?? 0)
            .DefaultIfEmpty().Max();
        if (warm > 0)
            looks.Add(warm);
    }
}
