using Microsoft.Extensions.Logging;

namespace Speeko.Speech.Engines.Workers;

internal static partial class WorkerLog
{
    [LoggerMessage(2000, LogLevel.Warning, "Speech worker {ProcessId} is replaced: it died, hung or made no sense. {Complaint}")]
    public static partial void Died(ILogger logger, int processId, string complaint);

    [LoggerMessage(2001, LogLevel.Error, "A speech worker could not be started")]
    public static partial void StartFailed(ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Information, "{Engine}: {Workers} workers and {Spares} spares, {Voices} voices")]
    public static partial void Started(ILogger logger, string engine, int workers, int spares, int voices);
}
