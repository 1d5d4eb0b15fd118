using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Speeko.Relay;

/// <inheritdoc />
[GenerateSerializer, Immutable, Alias("Speeko.Relay.RelayBatch`1")]
internal sealed class RelayBatch<T>(StreamId streamId, long sequence, int sizeBytes, T[] events)
    : RelayBatch(streamId, sequence, sizeBytes)
{
    [Id(0)]
    public T[] Events { get; } = events;

    public override int EventCount => Events.Length;

    public static RelayBatch<T> Create(StreamId streamId, T[] events, int assumedEventBytes)
    {
        long size = OverheadBytes;
        foreach (var item in events)
        {
            size += item switch
            {
                IRelayPayload payload => payload.SizeBytes,
                byte[] bytes => bytes.Length,
                string text => text.Length * sizeof(char),
                _ => assumedEventBytes,
            };
        }

        return new(streamId, 0, (int)Math.Min(size, int.MaxValue), events);
    }

    public override IEnumerable<Tuple<TEvent, StreamSequenceToken>> GetEvents<TEvent>()
    {
        for (var index = 0; index < Events.Length; index++)
            yield return new((TEvent)(object)Events[index]!, new EventSequenceTokenV2(Sequence, index));
    }

    public override RelayBatch At(long sequence) => new RelayBatch<T>(StreamId, sequence, SizeBytes, Events);

    public override bool CanMerge(RelayBatch other) => other is RelayBatch<T>;

    public override RelayBatch Merge(IReadOnlyList<RelayBatch> run, int eventCount)
    {
        var merged = new T[eventCount];
        var filled = 0;
        var size = OverheadBytes;
        foreach (var batch in run)
        {
            var events = ((RelayBatch<T>)batch).Events;
            events.CopyTo(merged, filled);
            filled += events.Length;
            size += batch.SizeBytes - OverheadBytes;
        }

        return new RelayBatch<T>(StreamId, Sequence, size, merged);
    }
}
