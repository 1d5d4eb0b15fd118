using Orleans.Runtime.Services;

namespace Speeko.Grains.Statistics;

/// <summary>The services of all silos, by silo.</summary>
internal sealed class StatisticsServices(IServiceProvider services) : GrainServiceClient<IStatisticsService>(services)
{
    public Task<Interfaces.Statistics.SiloStatistics> SnapshotAsync(SiloAddress silo) => GetGrainService(silo).Snapshot();
}
