namespace Speeko.Silo.Peers;

internal static partial class PeerLog
{
    [LoggerMessage(1300, LogLevel.Warning, "The process of silo {Silo} has ended without a word: it is declared dead")]
    public static partial void Declared(ILogger logger, SiloAddress silo);

    [LoggerMessage(1301, LogLevel.Warning, "Silo {Silo} is gone and can't be declared dead yet: {Reason}")]
    public static partial void NotDeclared(ILogger logger, SiloAddress silo, string reason);

    [LoggerMessage(1302, LogLevel.Error, "Silo {Silo} is watched no more")]
    public static partial void WatchFailed(ILogger logger, SiloAddress silo, Exception exception);
}
