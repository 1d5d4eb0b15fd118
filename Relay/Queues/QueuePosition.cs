namespace Speeko.Relay;

/// <summary>
/// A place in the life of a queue. A queue that was lost with its silo starts anew under another incarnation, so that
/// numbers of its former life acknowledge nothing.
/// </summary>
/// <param name="Incarnation">The life of the queue.</param>
/// <param name="Sequence">The batch in that life, from 1; 0 is before the first.</param>
[GenerateSerializer, Immutable, Alias("Speeko.Relay.QueuePosition")]
internal readonly record struct QueuePosition(
    [property: Id(0)] Guid Incarnation,
    [property: Id(1)] long Sequence);
