using Microsoft.Extensions.Logging;

namespace Speeko.Grains.Segments;

internal static partial class SegmentLog
{
    [LoggerMessage(4000, LogLevel.Error, "The engine threw while it spoke a segment")]
    public static partial void SynthesisThrew(ILogger logger, Exception exception);

    [LoggerMessage(4001, LogLevel.Error, "The audio cache threw while a segment was searched")]
    public static partial void CacheThrew(ILogger logger, Exception exception);
}
