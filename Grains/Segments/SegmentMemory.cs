using Microsoft.Extensions.Options;

namespace Speeko.Grains.Segments;

/// <summary>
/// Bounds the finished audio of all segment grains on this silo, in bytes. Full: what was used longest ago is told to go.
/// Thread-safe.
/// </summary>
internal sealed class SegmentMemory(IOptions<SegmentMemoryOptions> options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _byUse = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byKey = new(StringComparer.Ordinal);
    private long _bytes;

    public long Bytes
    {
        get { lock (_lock) return _bytes; }
    }

    /// <param name="key">Of the segment.</param>
    /// <param name="bytes">What it holds.</param>
    /// <param name="evict">Called once, on any thread, when it has to go.</param>
    public void Add(string key, int bytes, Action evict)
    {
        var evicted = new List<Action>();
        lock (_lock)
        {
            RemoveLocked(key);
            _byKey[key] = _byUse.AddLast(new Entry(key, bytes, evict));
            _bytes += bytes;
            while (_bytes > options.Value.MaxBytes && _byUse.First is { } oldest)
            {
                RemoveLocked(oldest.Value.Key);
                evicted.Add(oldest.Value.Evict);
            }
        }

        foreach (var action in evicted)
            action();
    }

    public void Touch(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node))
                return;
            _byUse.Remove(node);
            _byUse.AddLast(node);
        }
    }

    public void Remove(string key)
    {
        lock (_lock)
            RemoveLocked(key);
    }

    private void RemoveLocked(string key)
    {
        if (!_byKey.Remove(key, out var node))
            return;
        _byUse.Remove(node);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Entry(string Key, int Bytes, Action Evict);
}
