namespace Speeko.Silo.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(1100, LogLevel.Warning, "Stream subscriptions and sessions do without Redis: {Reason}. They are kept in memory")]
    public static partial void Lost(ILogger logger, string reason);

    [LoggerMessage(1101, LogLevel.Information, "Stream subscriptions and sessions have their Redis again")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(1102, LogLevel.Information, "{Count} stream subscriptions that were kept in memory are in Redis now")]
    public static partial void Written(ILogger logger, int count);

    [LoggerMessage(1103, LogLevel.Warning, "Stream subscriptions of {Grain} are forgotten: too many wait for Redis")]
    public static partial void Forgotten(ILogger logger, GrainId grain);
}
