using Speeko.Grains.Interfaces.Statistics;
using Speeko.Grains.Interfaces.Voices;

namespace Speeko.Frontend.Gateway;

/// <summary>The only way from a door to the cluster.</summary>
public interface ISpeechGateway
{
    /// <summary>Opens a session and attaches it to this process.</summary>
    Task<ISpeechSession> OpenAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<VoiceDescription>> ListVoicesAsync(CancellationToken cancellationToken);

    /// <summary>Counters of all silos, added up.</summary>
    Task<SiloStatistics> GetStatisticsAsync(CancellationToken cancellationToken);
}
