using Microsoft.Extensions.Logging;
using Speeko.Grains.Interfaces.Statistics;

namespace Speeko.Grains.Statistics;

/// <summary>See <see cref="IStatisticsService"/>.</summary>
internal sealed class StatisticsService(GrainId id, Silo silo, ILoggerFactory loggers, SpeechCounters counters)
    : GrainService(id, silo, loggers), IStatisticsService
{
    public Task<SiloStatistics> Snapshot() => Task.FromResult(counters.Snapshot());
}
