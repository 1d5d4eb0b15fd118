using System.Collections.Concurrent;

namespace Speeko.Grains.Segments;

/// <summary>The segments that are active on this silo, be they made, finished or about to go. Thread-safe.</summary>
internal sealed class SegmentsHere
{
    private readonly ConcurrentDictionary<string, object> _active = new(StringComparer.Ordinal);

    public bool Has(string key) => _active.ContainsKey(key);

    public void Add(string key, object activation) => _active[key] = activation;

    /// <summary>Unless another activation of it has come since.</summary>
    public void Remove(string key, object activation) => _active.TryRemove(KeyValuePair.Create(key, activation));
}
