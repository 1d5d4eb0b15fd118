using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Speeko.Relay;

internal sealed class RelayLocality(int queueCount) : IRelayLocality
{
    private readonly ConcurrentDictionary<int, LocalRelayQueue> _queues = [];
    private ImmutableSortedSet<int> _local = [];

    public int QueueCount => queueCount;

    public IReadOnlyList<int> LocalQueues => Volatile.Read(ref _local);

    public bool IsLocal(int queue) => Volatile.Read(ref _local).Contains(queue);

    public void Set(int queue, bool isLocal)
    {
        if (IsLocal(queue) != isLocal)
            ImmutableInterlocked.Update(ref _local, set => isLocal ? set.Add(queue) : set.Remove(queue));
    }

    /// <summary>The queue, where it is on this silo.</summary>
    public LocalRelayQueue? Queue(int queue) => _queues.GetValueOrDefault(queue);

    public void Open(int queue, LocalRelayQueue local) => _queues[queue] = local;

    /// <summary>Unless another has taken its place.</summary>
    public void Close(int queue, LocalRelayQueue local) => _queues.TryRemove(KeyValuePair.Create(queue, local));
}
