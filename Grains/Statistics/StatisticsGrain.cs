using Orleans.Concurrency;
using Speeko.Grains.Interfaces.Statistics;

namespace Speeko.Grains.Statistics;

/// <summary>See <see cref="IStatisticsGrain"/>.</summary>
[StatelessWorker(maxLocalWorkers: 1), Reentrant]
internal sealed class StatisticsGrain : Grain, IStatisticsGrain
{
    public async Task<SiloStatistics> Collect(CancellationToken cancellationToken)
    {
        var silos = await GrainFactory.GetGrain<IManagementGrain>(0).SendControlCommandToProvider<StatisticsCommand>(
            StatisticsCommand.ProviderName, command: 0, arg: null, cancellationToken);
        return silos.OfType<SiloStatistics>().Aggregate(new SiloStatistics(), (sum, silo) => sum.Add(silo));
    }
}
