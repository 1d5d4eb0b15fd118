using Microsoft.Extensions.Logging;

namespace Speeko.Relay;

/// <summary>Event ids 3000 to 3099; an id is never used again for something else.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(3000, LogLevel.Warning, "Queue {Queue} went away with {Batches} unread batches ({Reason})")]
    public static partial void QueueContentLost(ILogger logger, string queue, int batches, DeactivationReasonCode reason);

    [LoggerMessage(3001, LogLevel.Information, "Queue {Queue} moves to its reader on {Reader}")]
    public static partial void QueueMoves(ILogger logger, string queue, SiloAddress reader);

    [LoggerMessage(3002, LogLevel.Warning, "Queues {Queues} did not get away before this silo had to stop")]
    public static partial void QueuesStay(ILogger logger, string queues);

    [LoggerMessage(3003, LogLevel.Warning, "Queue {Queue} got {Batches} batches back after its next reader had begun: they come late")]
    public static partial void ReleasedLate(ILogger logger, string queue, int batches);

    [LoggerMessage(3004, LogLevel.Warning, "Queue {Queue} is read by nobody here, as if there were another of it: makes way for that")]
    public static partial void QueueUnread(ILogger logger, string queue);

    [LoggerMessage(3010, LogLevel.Warning, "Queue {Queue} can't be read at the moment")]
    public static partial void ReadFailed(ILogger logger, string queue, Exception exception);

    [LoggerMessage(3011, LogLevel.Warning, "Queue {Queue} was lost with its silo and starts anew")]
    public static partial void QueueStartedAnew(ILogger logger, string queue);

    [LoggerMessage(3012, LogLevel.Warning, "Queue {Queue} can't be given back to at the moment; {Batches} undelivered batches are lost")]
    public static partial void ReleaseFailed(ILogger logger, string queue, int batches, Exception exception);

    [LoggerMessage(3013, LogLevel.Information, "Queue {Queue} can't be told that it is read here no more; nothing was left of it here")]
    public static partial void FarewellFailed(ILogger logger, string queue, Exception exception);

    [LoggerMessage(3020, LogLevel.Warning, "A subscriber of queue {Queue} is slow: dropped {Events} events")]
    public static partial void SlowSubscriber(ILogger logger, string queue, int events);

    [LoggerMessage(3030, LogLevel.Warning, "Lane {Lane} went silent: trying a fresh one")]
    public static partial void LaneSilent(ILogger logger, StreamId lane);

    [LoggerMessage(3031, LogLevel.Information, "Lane {OldLane} was replaced by {NewLane}")]
    public static partial void LaneReplaced(ILogger logger, StreamId oldLane, StreamId newLane);

    [LoggerMessage(3032, LogLevel.Warning, "Lane {Lane} can't be subscribed to at the moment")]
    public static partial void SubscribeFailed(ILogger logger, StreamId lane, Exception? exception);

    [LoggerMessage(3033, LogLevel.Debug, "Lane {Lane} could not be unsubscribed from; the cluster drops it with its client")]
    public static partial void UnsubscribeFailed(ILogger logger, StreamId lane, Exception exception);

    [LoggerMessage(3034, LogLevel.Debug, "A heartbeat of lane {Lane} was not accepted")]
    public static partial void HeartbeatFailed(ILogger logger, StreamId lane, Exception exception);

    [LoggerMessage(3035, LogLevel.Error, "The receiver of lane {Lane} threw; the event is lost to it")]
    public static partial void ReceiverThrew(ILogger logger, StreamId lane, Exception exception);

    [LoggerMessage(3036, LogLevel.Error, "Lane {Lane} reported an error")]
    public static partial void LaneError(ILogger logger, StreamId lane, Exception exception);

    [LoggerMessage(3037, LogLevel.Error, "Who was to be told that {Lane} is a new lane threw")]
    public static partial void ReplacementThrew(ILogger logger, string lane, Exception exception);

    [LoggerMessage(3038, LogLevel.Information, "Lane {Lane} was late, and is back: nothing is replaced")]
    public static partial void LaneBack(ILogger logger, StreamId lane);
}
