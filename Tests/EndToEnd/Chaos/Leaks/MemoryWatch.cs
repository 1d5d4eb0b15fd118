namespace Speeko.Tests.EndToEnd.Chaos.Leaks;

/// <summary>
/// Looks again and again at the memory of those processes that live through all of the chaos: what leaks has the whole time to
/// show.
/// </summary>
internal sealed class MemoryWatch(ChaosCluster cluster, ChaosLog log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Looks between two lines of the log.</summary>
    private const int LooksToTell = 60;

    private readonly SortedDictionary<string, List<long>> _looks = [];

    public async Task LookAsync(Task until)
    {
        while (!until.IsCompleted)
        {
            var survivors = cluster.Survivors;
            Note("frontend", survivors.Frontends);
            Note("silo", survivors.Silos);
            Note("worker", survivors.Workers);
            if (_looks["silo"].Count % LooksToTell == 0)
                log.Say($"memory: {string.Join(", ", _looks.Select(kind => $"{kind.Key} {kind.Value[^1] >> 20} MB"))}");
            await Task.WhenAny(until, Task.Delay(Pause, TimeProvider.System));
        }
    }

    /// <summary>
    /// For each kind: megabytes in the second and in the last quarter. In the first they compile and their caches fill up.
    /// </summary>
    public IEnumerable<(string Kind, long Before, long After)> Growth()
    {
        foreach (var (kind, looks) in _looks.Where(kind => kind.Value.Count >= 4))
        {
            var quarter = looks.Count / 4;
            yield return (kind, Median(looks[quarter..(2 * quarter)]), Median(looks[^quarter..]));
        }
    }

    private static long Median(List<long> looks) => looks.Order().ElementAt(looks.Count / 2) >> 20;

    /// <summary>The largest of them; nothing while a worker that has crashed is started again.</summary>
    private void Note(string kind, IReadOnlyList<int> processIds)
    {
        if (!_looks.TryGetValue(kind, out var looks))
            _looks.Add(kind, looks = []);
        looks.Add(processIds.Select(processId => Footprint.Of(processId)?.ResidentBytes ?? 0).DefaultIfEmpty().Max());
    }
}
