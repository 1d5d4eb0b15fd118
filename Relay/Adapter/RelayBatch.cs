using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>
/// Events of one stream that travel together. Immutable from the moment it is made, so that hops inside a silo pass the
/// reference. The request context of the producer stays behind: one call carries the events of many.
/// </summary>
[GenerateSerializer, Immutable, Alias("Speeko.Relay.RelayBatch")]
internal abstract class RelayBatch(StreamId streamId, long sequence, int sizeBytes) : IBatchContainer
{
    /// <summary>What a batch weighs besides its events.</summary>
    public const int OverheadBytes = 64;

    [Id(0)]
    public StreamId StreamId { get; } = streamId;

    /// <summary>Position among what one reader read; 0 until it is read.</summary>
    [Id(1)]
    public long Sequence { get; } = sequence;

    [Id(2)]
    public int SizeBytes { get; } = sizeBytes;

    public abstract int EventCount { get; }

    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(Sequence);

    public abstract IEnumerable<Tuple<TEvent, StreamSequenceToken>> GetEvents<TEvent>();

    public bool ImportRequestContext() => false;

    /// <summary>The same events at another position.</summary>
    public abstract RelayBatch At(long sequence);

    public abstract bool CanMerge(RelayBatch other);

    /// <summary>One batch out of several of the same kind, at the position of the first.</summary>
    public abstract RelayBatch Merge(IReadOnlyList<RelayBatch> run, int eventCount);
}
