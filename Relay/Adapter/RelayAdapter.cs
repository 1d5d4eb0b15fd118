using System.Globalization;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>What producers and readers of one relay have in common: its queues.</summary>
internal sealed class RelayAdapter : IQueueAdapter
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMilliseconds(50);

    /// <summary>A queue answers at once; one that does not is on a silo that went without a word.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly RelayOptions _options;
    private readonly IStreamQueueMapper _mapper;
    private readonly Func<QueueId, IQueueAdapterReceiver> _createReceiver;
    private readonly TimeProvider _time;
    private readonly IRelayQueueGrain[] _queues;
    private readonly RelayLocality _locality;

    public RelayAdapter(
        string name,
        RelayOptions options,
        IStreamQueueMapper mapper,
        IGrainFactory grains,
        Func<QueueId, IQueueAdapterReceiver> createReceiver,
        RelayLocality locality,
        TimeProvider time)
    {
        _locality = locality;
        Name = name;
        _options = options;
        _mapper = mapper;
        _createReceiver = createReceiver;
        _time = time;
        _queues = [.. Enumerable.Range(0, options.QueueCount).Select(queue => QueueGrain(grains, name, queue))];
    }

    public string Name { get; }

    /// <summary>
    /// Rewinding would need the past, which the relay throws away at once. It also frees deliveries from the handshake by
    /// tokens, which a queue that starts anew on another silo would confuse.
    /// </summary>
    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public static IRelayQueueGrain QueueGrain(IGrainFactory grains, string relay, int queue) =>
        grains.GetGrain<IRelayQueueGrain>(string.Create(CultureInfo.InvariantCulture, $"{relay}/{queue}"));

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => _createReceiver(queueId);

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        var batch = RelayBatch<T>.Create(streamId, events as T[] ?? [.. events], _options.AssumedEventBytes);
        if (batch.EventCount == 0)
            return Task.CompletedTask;
        return Append(_mapper.GetQueueForStream(streamId), batch);
    }

    /// <summary>
    /// A full queue is asked again, with growing pauses: the producer feels it as a slow publish. So is one whose silo just
    /// went, for it will be elsewhere. If only the answer was lost, the events come twice; subscribers count on that.
    /// </summary>
    private async Task Append(QueueId queue, RelayBatch batch)
    {
        var number = (int)queue.GetNumericId();
        var startedAt = _time.GetTimestamp();
        var pause = FirstRetry;
        while (true)
        {
            var isLate = _time.GetElapsedTime(startedAt) >= _options.FullWait;
            try
            {
                if (await AppendOnce(number, batch) == AppendResult.Accepted)
                    return;
                if (isLate)
                    throw new RelayFullException($"Queue {queue} was full for {_options.FullWait}: its subscribers don't keep up.");
            }
            catch (Exception exception) when (!isLate && exception is (SiloUnavailableException or OrleansMessageRejectionException or TimeoutException))
            {
            }

            await Task.Delay(pause, _time);
            pause = pause * 2 < LongestRetry ? pause * 2 : LongestRetry;
        }
    }

    private ValueTask<AppendResult> AppendOnce(int queue, RelayBatch batch)
    {
        if (_locality.Queue(queue)?.Append(batch) is { } result)
            return new(result);
        var answer = _queues[queue].Append(batch);
        return answer.IsCompletedSuccessfully ? answer : new(answer.AsTask().WaitAsync(AnswerTimeout, _time));
    }
}
