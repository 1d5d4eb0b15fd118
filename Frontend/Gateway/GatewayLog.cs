namespace Speeko.Frontend.Gateway;

internal static partial class GatewayLog
{
    [LoggerMessage(5000, LogLevel.Information, "Session {Session}: frame {Frame} is missing, asking for it again")]
    public static partial void FrameMissing(ILogger logger, Guid session, long frame);

    [LoggerMessage(5001, LogLevel.Debug, "Session {Session} could not be closed; it ends by its age")]
    public static partial void CloseFailed(ILogger logger, Guid session, Exception exception);

    [LoggerMessage(5002, LogLevel.Warning, "Lane {Old} fell silent, {Sessions} sessions move to {New}")]
    public static partial void LaneReplaced(ILogger logger, string old, string @new, int sessions);

    [LoggerMessage(5003, LogLevel.Warning, "The cluster can not be reached, trying again: {Reason}")]
    public static partial void ClusterUnreachable(ILogger logger, string reason);

    [LoggerMessage(5007, LogLevel.Warning, "Session {Session} can not be told of a cancel; it is told with what is asked next: {Reason}")]
    public static partial void CancelFailed(ILogger logger, Guid session, string reason);

    [LoggerMessage(5005, LogLevel.Critical, "The lanes could not be opened")]
    public static partial void LanesFailed(ILogger logger, Exception exception);

    [LoggerMessage(5004, LogLevel.Error, "Watching the sessions failed")]
    public static partial void WatchFailed(ILogger logger, Exception exception);

    [LoggerMessage(5008, LogLevel.Error, "Session {Session} could not be asked for what is missing, or attached anew")]
    public static partial void LinkFailed(ILogger logger, Guid session, Exception exception);

    [LoggerMessage(5006, LogLevel.Error, "Not all sessions could be moved to the new lanes")]
    public static partial void MoveFailed(ILogger logger, Exception exception);
}
