using Orleans.Concurrency;
using Speeko.Grains.Interfaces.Statistics;

namespace Speeko.Grains.Statistics;

/// <summary>See <see cref="IStatisticsGrain"/>.</summary>
[StatelessWorker(maxLocalWorkers: 1), Reentrant]
internal sealed class StatisticsGrain(ClusterStatistics cluster) : Grain, IStatisticsGrain
{
    public Task<SiloStatistics> Collect(CancellationToken cancellationToken) => cluster.SumAsync().WaitAsync(cancellationToken);
}
