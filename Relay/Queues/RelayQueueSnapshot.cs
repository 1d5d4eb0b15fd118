namespace Speeko.Relay;

/// <summary>A whole queue on its way to another silo.</summary>
[GenerateSerializer, Immutable, Alias("Speeko.Relay.RelayQueueSnapshot")]
internal sealed record RelayQueueSnapshot(
    [property: Id(0)] QueuePosition First,
    [property: Id(1)] RelayBatch[] Batches,
    [property: Id(2)] SiloAddress? Reader);
