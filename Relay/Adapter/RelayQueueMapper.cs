using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>Lanes choose their queue by their number; any other stream gets one by the hash of its name.</summary>
internal sealed class RelayQueueMapper : IConsistentRingStreamQueueMapper
{
    private readonly QueueId[] _queues;

    public RelayQueueMapper(string relay, int queueCount)
    {
        var share = uint.MaxValue / (uint)queueCount;
        _queues = [.. Enumerable.Range(0, queueCount).Select(i => QueueId.GetQueueId(relay, (uint)i, share * (uint)i))];
    }

    public IEnumerable<QueueId> GetAllQueues() => _queues;

    public QueueId GetQueueForStream(StreamId streamId) => RelayLanes.TryGetLane(streamId, out var lane)
        ? _queues[RelayLanes.QueueOf(lane, _queues.Length)]
        : _queues[(uint)streamId.GetHashCode() % (uint)_queues.Length];

    /// <summary>For balancers that go by the ring, should an owner configure one.</summary>
    public IEnumerable<QueueId> GetQueuesForRange(IRingRange range) =>
        _queues.Where(queue => range.InRange(queue.GetUniformHashCode()));
}
