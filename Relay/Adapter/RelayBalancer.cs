using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>Gives this silo its share of the queues, and again whenever the set of active silos changes.</summary>
internal sealed class RelayBalancer : QueueBalancerBase
{
    private QueueId[] _queues = [];
    private HashSet<SiloAddress> _silos;

    private RelayBalancer(IServiceProvider services, ILogger<RelayBalancer> logger) : base(services, logger)
    {
        // This silo is about to be active when it asks first.
        _silos = [SiloAddress, .. services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.ActiveSilos()];
    }

    public static IStreamQueueBalancer Create(IServiceProvider services, string name) =>
        new RelayBalancer(services, services.GetRequiredService<ILogger<RelayBalancer>>());

    public override Task Initialize(IStreamQueueMapper queueMapper)
    {
        _queues = [.. queueMapper.GetAllQueues()];
        return base.Initialize(queueMapper);
    }

    public override IEnumerable<QueueId> GetMyQueues()
    {
        var readers = RelayQueueShares.Readers(_queues.Length, Volatile.Read(ref _silos));
        return [.. _queues.Where((_, queue) => readers.ElementAtOrDefault(queue)?.Equals(SiloAddress) == true)];
    }

    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
    {
        Volatile.Write(ref _silos, activeSilos);
        _ = NotifyListeners();
    }
}
