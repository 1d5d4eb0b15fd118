namespace Speeko.Relay;

/// <summary>
/// Tells which queues have their whole path on this silo: the queue itself and the agent that reads it. A producer that
/// may choose among lanes saves a network hop by choosing one of those. An answer is a snapshot: a moment later the
/// queue may have moved, which costs a hop and nothing else. On a client no queue is local.
/// </summary>
public interface IRelayLocality
{
    /// <summary>Number of queues of the relay; lane <c>n</c> travels through queue <c>n % QueueCount</c>.</summary>
    int QueueCount { get; }

    /// <summary>Indices of the local queues, ascending.</summary>
    IReadOnlyList<int> LocalQueues { get; }

    /// <summary>Whether the queue with this index is local.</summary>
    bool IsLocal(int queue);
}
