namespace Speeko.Relay;

/// <summary>What a read brought.</summary>
/// <param name="First">Position of the first batch; the others follow without gaps.</param>
/// <param name="Batches">Oldest first; empty when nothing came.</param>
/// <param name="IsLocal">Whether the queue is on the reader's silo.</param>
[GenerateSerializer, Immutable, Alias("Speeko.Relay.TakeReply")]
internal sealed record TakeReply(
    [property: Id(0)] QueuePosition First,
    [property: Id(1)] RelayBatch[] Batches,
    [property: Id(2)] bool IsLocal);
