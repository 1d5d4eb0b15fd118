namespace Speeko.Relay;

/// <summary>What the cache holds of one stream, oldest first, and who reads it.</summary>
internal sealed class RelayCacheStream(StreamId streamId)
{
    public StreamId StreamId => streamId;

    public LinkedList<RelayCacheEntry> Entries { get; } = [];

    public List<RelayCursor> Cursors { get; } = [];

    public long Bytes { get; set; }

    public bool IsClaimed => Cursors.Count > 0;

    public void Append(RelayCacheEntry entry)
    {
        Entries.AddLast(entry.InStream);
        Bytes += entry.Batch.SizeBytes;
        entry.Readers = Cursors.Count;
        foreach (var cursor in Cursors)
            cursor.Next ??= entry.InStream;
    }

    public void Remove(RelayCacheEntry entry)
    {
        foreach (var cursor in Cursors)
        {
            if (cursor.Next == entry.InStream)
                cursor.Next = entry.InStream.Next;
        }

        Entries.Remove(entry.InStream);
        Bytes -= entry.Batch.SizeBytes;
    }

    /// <summary>Attaches a reader at a position, or behind everything when there is none.</summary>
    public void Attach(RelayCursor cursor, long? from)
    {
        Cursors.Add(cursor);
        var node = from is null ? null : Entries.First;
        while (node is not null && node.Value.Batch.Sequence < from)
            node = node.Next;
        cursor.Next = node;
        for (; node is not null; node = node.Next)
            node.Value.Readers++;
    }
}
