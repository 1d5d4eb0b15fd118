namespace Speeko.Grains.Interfaces.Statistics;

/// <summary>Adds up what the silos count. Key 0; answered by whichever silo is asked.</summary>
[Alias("speeko.statistics")]
public interface IStatisticsGrain : IGrainWithIntegerKey
{
    /// <summary>The counters of all active silos, each since its own start.</summary>
    [Alias("collect")]
    Task<SiloStatistics> Collect(CancellationToken cancellationToken);
}
