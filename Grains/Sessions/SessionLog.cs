using Microsoft.Extensions.Logging;

namespace Speeko.Grains.Sessions;

internal static partial class SessionLog
{
    [LoggerMessage(4100, LogLevel.Warning, "Session {Session}: frame {Frame} could not be sent")]
    public static partial void SendFailed(ILogger logger, Guid session, long frame, Exception exception);

    [LoggerMessage(4101, LogLevel.Error, "Session {Session}: an utterance ended by an unexpected error")]
    public static partial void UtteranceThrew(ILogger logger, Guid session, Exception exception);

    [LoggerMessage(4102, LogLevel.Warning, "Session {Session}: its silo was lost before it was written down that utterance {Utterance} was asked for, of which its listener has heard a part; all that is known ends with chunk {Chunk}")]
    public static partial void NotWrittenDown(ILogger logger, Guid session, int utterance, long chunk);
}
