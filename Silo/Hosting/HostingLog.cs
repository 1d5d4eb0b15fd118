namespace Speeko.Silo.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(1200, LogLevel.Warning, "Redis is away, so that this silo can't leave the cluster: it stays for up to {Seconds} s")]
    public static partial void LeaveDelayed(ILogger logger, double seconds);

    [LoggerMessage(1201, LogLevel.Error, "Redis is still away: this silo ends, and the others will take it for alive until Redis is back")]
    public static partial void LeftUnnoticed(ILogger logger);
}
