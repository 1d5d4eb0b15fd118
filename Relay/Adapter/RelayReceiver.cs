using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>
/// Reads one queue for the pulling agent of this silo, which asks again and again: each read waits at the queue until there
/// is something. Reads acknowledge what the one before brought.
/// </summary>
internal sealed class RelayReceiver(
    int queue,
    IRelayQueueGrain grain,
    RelayCache cache,
    RelayLocality locality,
    SiloAddress silo,
    RelayOptions options,
    TimeProvider time,
    ILogger logger) : IQueueAdapterReceiver
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private QueuePosition _position;
    private QueuePosition _before;
    private long _read;
    private long _askedAt;

    /// <summary>Asks for nothing, so that the queue comes to this silo before its first event does.</summary>
    public async Task Initialize(TimeSpan timeout)
    {
        try
        {
            var reply = await grain.Take(Request(0, TimeSpan.Zero)).WaitAsync(timeout, time);
            locality.Set(queue, reply.IsLocal);
        }
        catch (Exception exception)
        {
            RelayLog.ReadFailed(logger, Name, exception);
        }
    }

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) =>
        GetQueueMessagesAsync(maxCount, CancellationToken.None);

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        try
        {
            // 1. While the cache is full the data waits in the queue, and behind it the producers.
            if (!cache.HasRoom && !await cache.WaitForRoomAsync(options.TakeWait, cancellationToken))
                return [];

            // 2. Wait at the queue.
            using var end = cancellationToken.UnsafeRegister(_ => grain.EndTake(silo).Ignore(), null);
            var reply = await TakeAsync(Request(maxCount, options.TakeWait), cancellationToken);
            locality.Set(queue, reply.IsLocal);

            // 3. Number what is new to this reader.
            return Accept(reply);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception exception)
        {
            // The silo of the queue may just have died; the next read finds or founds it elsewhere.
            RelayLog.ReadFailed(logger, Name, exception);
            locality.Set(queue, false);
            await Task.Delay(RetryPause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return [];
        }
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    /// <summary>The agent reads and delivers no more: what is left goes back to the queue, for its next reader.</summary>
    public async Task Shutdown(TimeSpan timeout)
    {
        locality.Set(queue, false);
        var undelivered = cache.Content();
        // An agent that is told to stop throws away what it reads last.
        var position = cache.LastSequence == _read ? _position : _before;
        try
        {
            await grain.Release(silo, position, undelivered).WaitAsync(timeout, time);
        }
        catch (Exception exception) when (undelivered.Length == 0)
        {
            // As of a queue that was to come to a silo just when that was told to stop.
            RelayLog.FarewellFailed(logger, Name, exception);
        }
        catch (Exception exception)
        {
            RelayLog.ReleaseFailed(logger, Name, undelivered.Length, exception);
        }
    }

    /// <summary>
    /// At the queue itself where it is on this silo, and by its grain once in a while all the same: the grain lives by being
    /// called, and the directory may have found it another place.
    /// </summary>
    private async Task<TakeReply> TakeAsync(TakeRequest request, CancellationToken cancellationToken)
    {
        var taken = locality.Queue(queue) is { } local && time.GetElapsedTime(_askedAt) < options.TakeWait
            ? await local.TakeAsync(request, isLocal: true, cancellationToken)
            : null;
        if (taken is not null)
            return taken;
        _askedAt = time.GetTimestamp();
        return await grain.Take(request);
    }

    internal IList<IBatchContainer> Accept(TakeReply reply)
    {
        if (reply.First.Incarnation != _position.Incarnation)
        {
            if (_position.Sequence > 0)
                RelayLog.QueueStartedAnew(logger, Name);
            _position = reply.First with { Sequence = reply.First.Sequence - 1 };
        }

        var known = (int)Math.Min(Math.Max(_position.Sequence - reply.First.Sequence + 1, 0), reply.Batches.Length);
        if (known == reply.Batches.Length)
            return [];
        _before = _position;
        var fresh = new IBatchContainer[reply.Batches.Length - known];
        for (var i = 0; i < fresh.Length; i++)
            fresh[i] = reply.Batches[known + i].At(++_read);
        _position = reply.First with { Sequence = reply.First.Sequence + reply.Batches.Length - 1 };
        return fresh;
    }

    internal TakeRequest Request(int maxCount, TimeSpan wait) =>
        new(silo, _position, Math.Min(maxCount, options.TakeMaxCount), options.TakeMaxBytes, wait);

    private string Name => queue.ToString(CultureInfo.InvariantCulture);
}
