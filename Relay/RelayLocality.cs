using System.Collections.Immutable;

namespace Speeko.Relay;

internal sealed class RelayLocality(int queueCount) : IRelayLocality
{
    private ImmutableSortedSet<int> _local = [];

    public int QueueCount => queueCount;

    public IReadOnlyList<int> LocalQueues => Volatile.Read(ref _local);

    public bool IsLocal(int queue) => Volatile.Read(ref _local).Contains(queue);

    public void Set(int queue, bool isLocal)
    {
        if (IsLocal(queue) != isLocal)
            ImmutableInterlocked.Update(ref _local, set => isLocal ? set.Add(queue) : set.Remove(queue));
    }
}
