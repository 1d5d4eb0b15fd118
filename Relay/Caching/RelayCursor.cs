using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>
/// A subscriber's place in the cache. One step takes everything that fits into one delivery, so that the many small events
/// of a busy stream travel in one call. Stock Orleans does that with <c>BatchContainerBatchSize</c>, which wraps every
/// event by itself and knows no bound in bytes.
/// </summary>
internal sealed class RelayCursor(RelayCache cache, RelayCacheStream stream, RelayOptions options) : IQueueCacheCursor
{
    private readonly List<RelayBatch> _run = [];
    private RelayBatch? _current;
    private bool _disposed;

    public RelayCacheStream Stream => stream;

    /// <summary>The next entry to read; null at the end, where the stream sets it when something arrives.</summary>
    public LinkedListNode<RelayCacheEntry>? Next { get; set; }

    public IBatchContainer? GetCurrent(out Exception? exception)
    {
        exception = null;
        return _current;
    }

    public bool MoveNext()
    {
        if (_disposed || Next is not { } node)
        {
            _current = null;
            return false;
        }

        var first = node.Value.Batch;
        var events = 0;
        long bytes = 0;
        while (Next is { Value: var entry } && Fits(first, entry.Batch, events, bytes))
        {
            _run.Add(entry.Batch);
            events += entry.Batch.EventCount;
            bytes += entry.Batch.SizeBytes;
            Next = Next.Next;
            cache.Pass(entry);
        }

        _current = _run.Count == 1 ? first : first.Merge(_run, events);
        _run.Clear();
        cache.Delivered(events);
        return true;
    }

    // Entries find their cursors themselves, so there is nothing to look up again.
    public void Refresh(StreamSequenceToken token)
    {
    }

    public void RecordDeliveryFailure() => cache.DeliveryFailed(_current?.EventCount ?? 0);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _current = null;
        cache.Detach(this);
    }

    private bool Fits(RelayBatch first, RelayBatch batch, int events, long bytes) =>
        events == 0
        || (events + batch.EventCount <= options.DeliverMaxCount
            && bytes + batch.SizeBytes <= options.DeliverMaxBytes
            && first.CanMerge(batch));
}
