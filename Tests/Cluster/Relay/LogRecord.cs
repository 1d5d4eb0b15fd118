using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>Keeps what all hosts of a test logged.</summary>
internal sealed class LogRecord : ILoggerProvider
{
    private readonly ConcurrentQueue<Line> _lines = [];

    /// <summary>Errors of anybody; warnings only of streams, for a busy machine draws others.</summary>
    public string[] Complaints() => [.. _lines
        .Where(line => line.Level >= LogLevel.Error || (line.Level == LogLevel.Warning && line.IsOfStreams))
        .Select(line => line.Text)];

    public string[] AtLeast(LogLevel level) => [.. _lines.Where(line => line.Level >= level).Select(line => line.Text)];

    /// <summary>What the relay itself logged, for the output of a test that fails.</summary>
    public string OfRelay() => string.Join('\n', _lines.Where(line => line.Id is >= 3000 and < 3100).Select(line => line.Text));

    public int Count(int eventId) => _lines.Count(line => line.Id == eventId);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed record Line(LogLevel Level, string Text, int Id, bool IsOfStreams);

    private sealed class Logger(LogRecord record, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                record._lines.Enqueue(new(
                    logLevel,
                    $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {category}: {formatter(state, exception)} {exception}",
                    eventId.Id,
                    category.Contains("Speeko", StringComparison.Ordinal) || category.Contains("Stream", StringComparison.Ordinal)));
        }
    }
}
