using Microsoft.Extensions.Options;

namespace Speeko.Grains.Segments;

/// <summary>
/// Bounds the finished audio of all segment grains on this silo, in bytes. Full: what was used longest ago is told to go.
/// A segmented LRU: what was asked for once is on trial, what was asked for again is trusted, and newcomers push out only
/// what is on trial; so a long text that nobody hears twice does not take what everybody hears. (Karedla, Love and Wherry,
/// "Caching strategies to improve disk system performance", IEEE Computer 27(3), 1994.) Thread-safe.
/// </summary>
internal sealed class SegmentMemory(IOptions<SegmentMemoryOptions> options)
{
    /// <summary>
    /// What a segment takes beside its audio, in bytes: activation, directory entries, and this list; 2,900 were measured over
    /// 10,000 segments; and half a page of its audio. Without it many tiny segments would take many times what they are counted for.
    /// </summary>
    public const int OverheadBytes = (4 << 10) + (AudioPages.PageBytes / 2);

    /// <summary>The trusted may fill so much; past it, the one used longest ago is on trial again.</summary>
    private const double TrustedShare = 0.8;

    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _onTrial = new();
    private readonly LinkedList<Entry> _trusted = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byKey = new(StringComparer.Ordinal);
    private long _bytes;
    private long _trustedBytes;

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
            var entry = new Entry(key, bytes + OverheadBytes, evict);
            _byKey[key] = _onTrial.AddLast(entry);
            _bytes += entry.Bytes;
            while (_bytes > options.Value.MaxBytes && (_onTrial.First ?? _trusted.First) is { } oldest)
            {
                RemoveLocked(oldest.Value.Key);
                evicted.Add(oldest.Value.Evict);
            }
        }

        foreach (var action in evicted)
            action();
    }

    /// <summary>Somebody asked for it again.</summary>
    public void Touch(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node))
                return;
            MoveLocked(node, _trusted);
            while (_trustedBytes > options.Value.MaxBytes * TrustedShare && _trusted.First is { } oldest)
                MoveLocked(oldest, _onTrial);
        }
    }

    public void Remove(string key)
    {
        lock (_lock)
            RemoveLocked(key);
    }

    private void MoveLocked(LinkedListNode<Entry> node, LinkedList<Entry> target)
    {
        DetachLocked(node);
        target.AddLast(node);
        if (target == _trusted)
            _trustedBytes += node.Value.Bytes;
    }

    private void RemoveLocked(string key)
    {
        if (!_byKey.Remove(key, out var node))
            return;
        DetachLocked(node);
        _bytes -= node.Value.Bytes;
    }

    private void DetachLocked(LinkedListNode<Entry> node)
    {
        if (node.List == _trusted)
            _trustedBytes -= node.Value.Bytes;
        node.List!.Remove(node);
    }

    private sealed record Entry(string Key, int Bytes, Action Evict);
}
