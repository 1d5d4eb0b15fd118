namespace Speeko.Frontend.Doors.WebSockets;

internal static partial class SocketLog
{
    [LoggerMessage(5100, LogLevel.Debug, "Session {Session}: the listener's socket is gone: {Reason}")]
    public static partial void Disconnected(ILogger logger, Guid session, string reason);
}
