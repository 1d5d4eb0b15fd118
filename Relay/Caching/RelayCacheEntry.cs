namespace Speeko.Relay;

/// <summary>A batch in the cache. It leaves when the last cursor that wanted it has passed.</summary>
internal sealed class RelayCacheEntry
{
    public RelayCacheEntry(RelayBatch batch, RelayCacheStream stream, long arrivedAt)
    {
        Batch = batch;
        Stream = stream;
        ArrivedAt = arrivedAt;
        InCache = new(this);
        InStream = new(this);
    }

    public RelayBatch Batch { get; }

    public RelayCacheStream Stream { get; }

    public long ArrivedAt { get; }

    /// <summary>Cursors that have yet to pass.</summary>
    public int Readers { get; set; }

    public LinkedListNode<RelayCacheEntry> InCache { get; }

    public LinkedListNode<RelayCacheEntry> InStream { get; }
}
