namespace Speeko.Relay;

/// <summary>
/// One queue. Key: <c>{relay}/{queue index}</c>. Its content lives in memory: when its silo dies the content is lost, and
/// subscribers see the gap by their own sequence numbers. When its reader moves to another silo it follows with its content.
/// </summary>
[Alias("Speeko.Relay.IRelayQueueGrain")]
internal interface IRelayQueueGrain : IGrainWithStringKey
{
    /// <summary>Appends a batch and completes a read that waits.</summary>
    [Alias("Append")]
    ValueTask<AppendResult> Append(RelayBatch batch);

    /// <summary>
    /// Acknowledges what the reader has, and reads on, waiting when there is nothing. Destroys nothing, so a lost reply
    /// loses nothing.
    /// </summary>
    [Alias("Take")]
    Task<TakeReply> Take(TakeRequest request);

    /// <summary>
    /// The reader stops: its read, waiting or still on its way, ends at once and empty. In place of a cancellation token,
    /// because a cancellation that comes too late has Orleans search for the call for three seconds, during which the
    /// queue could not move.
    /// </summary>
    [Alias("EndTake")]
    Task EndTake(SiloAddress reader);

    /// <summary>
    /// The reader's last call: acknowledges what it has, and gives back what it could not deliver. The next reader,
    /// which the queue has kept waiting for this, goes on exactly there.
    /// </summary>
    [Alias("Release")]
    Task Release(SiloAddress reader, QueuePosition position, RelayBatch[] undelivered);
}
