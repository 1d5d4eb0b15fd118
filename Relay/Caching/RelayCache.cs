using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>
/// Between a queue and its subscribers. Bounded in bytes: when full, the reader waits at <see cref="WaitForRoomAsync"/>.
/// Bounded in time: what is older than <see cref="RelayOptions.MaxCacheAge"/> is taken away from under a slow cursor, which
/// goes on behind it. What nobody subscribes to never makes it full, for its oldest entries go first. Every operation on an
/// entry costs the same however much is cached. Runs on the scheduler of its pulling agent, like all its callers.
/// </summary>
internal sealed class RelayCache(string queue, RelayOptions options, RelayMetrics metrics, TimeProvider time, ILogger logger)
    : IQueueCache
{
    private readonly LinkedList<RelayCacheEntry> _entries = [];
    private readonly Dictionary<StreamId, RelayCacheStream> _streams = [];
    private readonly RelaySignal _room = new(time);
    private long _claimedBytes;
    private long _unclaimedBytes;

    public int Count => _entries.Count;

    public long Bytes => _claimedBytes + _unclaimedBytes;

    public int StreamCount => _streams.Count;

    public bool HasRoom => _claimedBytes < options.MaxCacheBytes;

    /// <summary>Position of the last batch that was added; 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>What not every cursor has passed, oldest first.</summary>
    public RelayBatch[] Content() => [.. _entries.Select(entry => entry.Batch)];

    public int GetMaxAddCount() => options.TakeMaxCount;

    /// <summary>
    /// Never, as far as the agent knows: it would ask every few milliseconds and log each time. The receiver, which knows,
    /// waits for room instead and goes on the moment there is some.
    /// </summary>
    public bool IsUnderPressure() => false;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        EvictExpired();
        var now = time.GetTimestamp();
        foreach (var message in messages)
        {
            var batch = (RelayBatch)message;
            var stream = GetOrAddStream(batch.StreamId);
            var entry = new RelayCacheEntry(batch, stream, now);
            _entries.AddLast(entry.InCache);
            LastSequence = batch.Sequence;
            stream.Append(entry);
            Account(stream, batch.SizeBytes);
            if (!stream.IsClaimed)
                EvictUnclaimed(stream);
        }
    }

    /// <summary>Entries leave when they are passed, so that nothing is left to purge but what is too old.</summary>
    public bool TryPurgeFromCache([MaybeNullWhen(false)] out IList<IBatchContainer> purgedItems)
    {
        EvictExpired();
        purgedItems = null;
        return false;
    }

    /// <summary>
    /// A cursor that starts at the token, or at what is left if that is gone; without a token, behind everything cached.
    /// </summary>
    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        var stream = GetOrAddStream(streamId);
        var cursor = new RelayCursor(this, stream, options);
        var wasClaimed = stream.IsClaimed;
        stream.Attach(cursor, token?.SequenceNumber);
        if (!wasClaimed)
        {
            _unclaimedBytes -= stream.Bytes;
            _claimedBytes += stream.Bytes;
        }

        return cursor;
    }

    /// <summary>Waits until there is room: something was delivered, or grew too old. False: not in that time.</summary>
    public async Task<bool> WaitForRoomAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        EvictExpired();
        if (HasRoom)
            return true;
        var untilExpiry = options.MaxCacheAge - time.GetElapsedTime(_entries.First!.Value.ArrivedAt);
        await _room.WaitAsync(untilExpiry < wait ? untilExpiry : wait, cancellationToken);
        EvictExpired();
        return HasRoom;
    }

    internal void Pass(RelayCacheEntry entry)
    {
        if (--entry.Readers == 0)
            Remove(entry);
    }

    internal void Delivered(int events) => metrics.Delivered(events);

    internal void DeliveryFailed(int events) => metrics.Failed(events);

    internal void Detach(RelayCursor cursor)
    {
        var stream = cursor.Stream;
        var node = cursor.Next;
        cursor.Next = null;
        stream.Cursors.Remove(cursor);
        if (!stream.IsClaimed)
        {
            _claimedBytes -= stream.Bytes;
            _unclaimedBytes += stream.Bytes;
        }

        while (node is not null)
        {
            var entry = node.Value;
            node = node.Next;
            // Without any cursor left the entries stay for a while, for one may just be on its way.
            if (--entry.Readers == 0 && stream.IsClaimed)
                Remove(entry);
        }

        Forget(stream);
        SignalRoom();
    }

    private void EvictExpired()
    {
        var slow = 0;
        while (_entries.First is { Value: var entry } && time.GetElapsedTime(entry.ArrivedAt) >= options.MaxCacheAge)
        {
            slow += entry.Readers > 0 ? entry.Batch.EventCount : 0;
            Evict(entry);
        }

        if (slow > 0)
            RelayLog.SlowSubscriber(logger, queue, slow);
    }

    /// <summary>One stream without subscribers may hold a sixteenth of the cache, all of them together a half.</summary>
    private void EvictUnclaimed(RelayCacheStream stream)
    {
        while (stream.Entries.Count > 1 && stream.Bytes > options.MaxCacheBytes / 16)
            Evict(stream.Entries.First!.Value);
        for (var node = _entries.First; node is not null && _unclaimedBytes > options.MaxCacheBytes / 2;)
        {
            var entry = node.Value;
            node = node.Next;
            if (!entry.Stream.IsClaimed)
                Evict(entry);
        }
    }

    private void Evict(RelayCacheEntry entry)
    {
        metrics.Evicted(entry.Batch.EventCount, entry.Readers > 0 ? "slow" : "unclaimed");
        Remove(entry);
    }

    private void Remove(RelayCacheEntry entry)
    {
        _entries.Remove(entry.InCache);
        entry.Stream.Remove(entry);
        Account(entry.Stream, -entry.Batch.SizeBytes);
        Forget(entry.Stream);
        SignalRoom();
    }

    private void Account(RelayCacheStream stream, int bytes)
    {
        if (stream.IsClaimed)
            _claimedBytes += bytes;
        else
            _unclaimedBytes += bytes;
    }

    private void SignalRoom()
    {
        if (HasRoom)
            _room.Set();
    }

    private RelayCacheStream GetOrAddStream(StreamId streamId)
    {
        if (!_streams.TryGetValue(streamId, out var stream))
            _streams.Add(streamId, stream = new(streamId));
        return stream;
    }

    private void Forget(RelayCacheStream stream)
    {
        if (stream.Entries.Count == 0 && !stream.IsClaimed)
            _streams.Remove(stream.StreamId);
    }
}
