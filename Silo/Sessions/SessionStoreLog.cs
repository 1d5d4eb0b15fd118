namespace Speeko.Silo.Sessions;

internal static partial class SessionStoreLog
{
    [LoggerMessage(1400, LogLevel.Warning, "What is kept of session {Session} can't be read, and counts as lost")]
    public static partial void Unreadable(ILogger logger, Guid session, Exception exception);
}
