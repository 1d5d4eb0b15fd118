namespace Speeko.Relay;

/// <summary>One read of a queue.</summary>
/// <param name="Reader">Silo of the reader; the queue moves there.</param>
/// <param name="Position">Last batch the reader has received: acknowledged, and where the read goes on.</param>
/// <param name="MaxCount">Batches wanted at most.</param>
/// <param name="MaxBytes">Bytes wanted at most; a single larger batch travels alone.</param>
/// <param name="Wait">How long to wait for data.</param>
[GenerateSerializer, Immutable, Alias("Speeko.Relay.TakeRequest")]
internal sealed record TakeRequest(
    [property: Id(0)] SiloAddress? Reader,
    [property: Id(1)] QueuePosition Position,
    [property: Id(2)] int MaxCount,
    [property: Id(3)] int MaxBytes,
    [property: Id(4)] TimeSpan Wait);
