using Microsoft.Extensions.Logging;

namespace Speeko.Grains.Sessions;

internal static partial class SessionLog
{
    [LoggerMessage(4100, LogLevel.Warning, "Session {Session}: frame {Frame} could not be sent")]
    public static partial void SendFailed(ILogger logger, Guid session, long frame, Exception exception);

    [LoggerMessage(4101, LogLevel.Error, "Session {Session}: an utterance ended by an unexpected error")]
    public static partial void UtteranceThrew(ILogger logger, Guid session, Exception exception);
}
