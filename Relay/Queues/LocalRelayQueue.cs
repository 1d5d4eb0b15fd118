namespace Speeko.Relay;

/// <summary>
/// A queue between its producers and the reader that its grain has let in. Those on its silo come here straight, which saves each
/// of them a call to the grain and its threads a change; all others come by the grain. Thread-safe.
/// </summary>
/// <param name="queue">What waits.</param>
/// <param name="metrics">Counts it.</param>
/// <param name="patience">A queue that nobody reads takes nothing in after so long.</param>
/// <param name="time">For the waits.</param>
internal sealed class LocalRelayQueue(RelayQueue queue, RelayMetrics metrics, TimeSpan patience, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly RelaySignal _arrival = new(time);
    private SiloAddress? _reader;
    private long _readAt = time.GetTimestamp();
    private bool _isClosed;

    public bool IsUnread => time.GetElapsedTime(Volatile.Read(ref _readAt)) > patience;

    /// <summary>Null when it is for the grain to say what becomes of the batch: nobody reads the queue, or it goes.</summary>
    public AppendResult? Append(RelayBatch batch)
    {
        lock (_lock)
        {
            if (_isClosed || IsUnread)
                return null;
            var result = queue.Append(batch);
            if (result == AppendResult.Accepted)
            {
                metrics.Appended(batch.EventCount, batch.SizeBytes);
                _arrival.Set();
            }
            else
            {
                metrics.Full();
            }

            return result;
        }
    }

    /// <summary>
    /// Acknowledges what the reader has, and reads on, waiting when there is nothing. Null for who is not let in, or not any longer.
    /// </summary>
    public async Task<TakeReply?> TakeAsync(TakeRequest request, bool isLocal, CancellationToken cancellationToken)
    {
        Task arrival;
        lock (_lock)
        {
            if (!IsLetIn(request.Reader))
                return null;
            MarkRead();
            Forget(request.Position);
            if (queue.Count > 0 || request.Wait <= TimeSpan.Zero)
                return queue.Read(request.MaxCount, request.MaxBytes, isLocal);
            arrival = _arrival.WaitAsync(request.Wait, cancellationToken);
        }

        await arrival;
        lock (_lock)
            return IsLetIn(request.Reader) ? queue.Read(request.MaxCount, request.MaxBytes, isLocal) : null;
    }

    /// <summary>A read that brings nothing.</summary>
    public TakeReply Nothing(bool isLocal)
    {
        lock (_lock)
            return queue.Read(0, 0, isLocal);
    }

    /// <summary>Somebody wants to read it, if only later.</summary>
    public void MarkRead() => Volatile.Write(ref _readAt, time.GetTimestamp());

    /// <summary>From now on it is this silo that reads; another that waits goes home with nothing.</summary>
    public void LetIn(SiloAddress reader)
    {
        lock (_lock)
        {
            if (!reader.Equals(_reader))
                _arrival.Release();
            _reader = reader;
        }
    }

    /// <summary>Nobody reads until the next is let in; who waits goes home with nothing.</summary>
    public void SendHome()
    {
        lock (_lock)
        {
            _reader = null;
            _arrival.Release();
        }
    }

    public void Acknowledge(QueuePosition position)
    {
        lock (_lock)
            Forget(position);
    }

    /// <inheritdoc cref="RelayQueue.PutBack" />
    public void PutBack(IReadOnlyCollection<RelayBatch> batches) => Return(() => queue.PutBack(batches));

    /// <inheritdoc cref="RelayQueue.Add" />
    public void Add(IEnumerable<RelayBatch> batches) => Return(() => queue.Add(batches));

    public void Restore(RelayQueueSnapshot snapshot) => Return(() => queue.Restore(snapshot));

    /// <summary>It goes from this silo, with what is in it.</summary>
    public RelayQueueSnapshot Close(SiloAddress? reader)
    {
        lock (_lock)
        {
            if (!_isClosed)
                metrics.QueueBytesChanged(-queue.Bytes);
            (_isClosed, _reader) = (true, null);
            _arrival.Release();
            return queue.Snapshot(reader);
        }
    }

    private bool IsLetIn(SiloAddress? reader) => !_isClosed && (reader is null || reader.Equals(_reader));

    private void Forget(QueuePosition position)
    {
        var before = queue.Bytes;
        queue.Acknowledge(position);
        metrics.QueueBytesChanged(queue.Bytes - before);
    }

    private void Return(Action change)
    {
        lock (_lock)
        {
            var before = queue.Bytes;
            change();
            metrics.QueueBytesChanged(queue.Bytes - before);
            _arrival.Set();
        }
    }
}
