namespace Speeko.Frontend.Doors.WebSockets;

internal static partial class SocketLog
{
    [LoggerMessage(5100, LogLevel.Debug, "Session {Session}: the listener's connection broke")]
    public static partial void Disconnected(ILogger logger, Guid session);

    [LoggerMessage(5101, LogLevel.Error, "Session {Session}: the conversation ended by an unexpected error")]
    public static partial void Failed(ILogger logger, Guid session, Exception exception);
}
