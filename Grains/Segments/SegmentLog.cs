using Microsoft.Extensions.Logging;

namespace Speeko.Grains.Segments;

internal static partial class SegmentLog
{
    [LoggerMessage(4000, LogLevel.Error, "A segment could not be made, by an unexpected error")]
    public static partial void MakingThrew(ILogger logger, Exception exception);

    [LoggerMessage(4001, LogLevel.Error, "The audio cache threw while a segment was searched")]
    public static partial void CacheThrew(ILogger logger, Exception exception);
}
