namespace Speeko.Relay;

/// <summary>
/// The state of one queue and nothing else: batches in the order of their arrival, kept until acknowledged, bounded in
/// bytes. Not thread safe; see <see cref="LocalRelayQueue"/>.
/// </summary>
internal sealed class RelayQueue(long maxBytes)
{
    private Queue<RelayBatch> _batches = [];
    private QueuePosition _first = new(Guid.NewGuid(), 1);

    public int Count => _batches.Count;

    public long Bytes { get; private set; }

    /// <summary>
    /// Takes the batch in, or refuses it when there is no room. An empty queue takes any batch: a batch larger than the
    /// queue would never get through otherwise.
    /// </summary>
    public AppendResult Append(RelayBatch batch)
    {
        if (_batches.Count > 0 && Bytes + batch.SizeBytes > maxBytes)
            return AppendResult.Full;
        _batches.Enqueue(batch);
        Bytes += batch.SizeBytes;
        return AppendResult.Accepted;
    }

    /// <summary>Forgets everything up to this position. A position of another incarnation acknowledges nothing.</summary>
    public void Acknowledge(QueuePosition position)
    {
        if (position.Incarnation != _first.Incarnation)
            return;
        while (_batches.Count > 0 && _first.Sequence <= position.Sequence)
        {
            Bytes -= _batches.Dequeue().SizeBytes;
            _first = _first with { Sequence = _first.Sequence + 1 };
        }
    }

    /// <summary>Reads from the oldest on without forgetting: the same read again brings the same batches.</summary>
    public TakeReply Read(int maxCount, int maxBytes, bool isLocal)
    {
        var count = 0;
        long bytes = 0;
        foreach (var batch in _batches)
        {
            if (count == maxCount || (count > 0 && bytes + batch.SizeBytes > maxBytes))
                break;
            bytes += batch.SizeBytes;
            count++;
        }

        return new(_first, count == 0 ? [] : [.. _batches.Take(count)], isLocal);
    }

    /// <summary>
    /// Puts back, in front of everything, what a reader had acknowledged but could not deliver. May go past the bound: it
    /// was counted before, and nothing more is taken in until it is gone.
    /// </summary>
    public void PutBack(IReadOnlyCollection<RelayBatch> batches)
    {
        _first = _first with { Sequence = _first.Sequence - batches.Count };
        _batches = new([.. batches, .. _batches]);
        Bytes += batches.Sum(batch => (long)batch.SizeBytes);
    }

    /// <summary>Takes in behind everything what was counted before, whatever the bound.</summary>
    public void Add(IEnumerable<RelayBatch> batches)
    {
        foreach (var batch in batches)
        {
            _batches.Enqueue(batch);
            Bytes += batch.SizeBytes;
        }
    }

    public RelayQueueSnapshot Snapshot(SiloAddress? reader) => new(_first, [.. _batches], reader);

    /// <summary>Goes on where another silo left off.</summary>
    public void Restore(RelayQueueSnapshot snapshot)
    {
        _first = snapshot.First;
        Add(snapshot.Batches);
    }
}
