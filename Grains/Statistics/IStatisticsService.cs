using Orleans.Services;

namespace Speeko.Grains.Statistics;

/// <summary>One on each silo, so that each can be asked for what it alone has counted.</summary>
[Alias("speeko.statistics-service")]
internal interface IStatisticsService : IGrainService
{
    [Alias("snapshot")]
    Task<Interfaces.Statistics.SiloStatistics> Snapshot();
}
