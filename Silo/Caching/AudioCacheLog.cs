namespace Speeko.Silo.Caching;

internal static partial class AudioCacheLog
{
    [LoggerMessage(1000, LogLevel.Warning, "The audio cache does without Redis: {Reason}. Sentences come from memory and from the engine")]
    public static partial void Lost(ILogger logger, string reason);

    [LoggerMessage(1001, LogLevel.Information, "The audio cache has its Redis again")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(1002, LogLevel.Warning, "Redis refuses to keep audio: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(1003, LogLevel.Information, "Redis keeps audio again")]
    public static partial void Accepted(ILogger logger);
}
