using System.Collections.Concurrent;

namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>What became of a crowd's utterances. Thread-safe.</summary>
internal sealed class CrowdTally
{
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly Lock _gate = new();

    /// <summary>What should not have been, in words.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>The longest that anybody waited for what was due.</summary>
    public TimeSpan LongestWait { get; private set; }

    public int CountOf(string what) => _counts.GetValueOrDefault(what);

    public void Count(string what) => _counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    public void Blame(string fault) => _faults.Enqueue(fault);

    public void Waited(TimeSpan wait)
    {
        lock (_gate)
            LongestWait = wait > LongestWait ? wait : LongestWait;
    }

    public override string ToString() => FormattableString.Invariant(
        $"{string.Join(", ", _counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key}"))}, ")
        + FormattableString.Invariant($"longest wait {LongestWait.TotalSeconds:F1} s, {_faults.Count} faults");
}
