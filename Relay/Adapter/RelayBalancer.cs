using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>Gives this silo its share of the queues, and again whenever the set of active silos changes.</summary>
internal sealed class RelayBalancer : QueueBalancerBase
{
    private readonly IClusterMembershipService _membership;
    private QueueId[] _queues = [];
    private HashSet<SiloAddress> _silos;

    private RelayBalancer(IServiceProvider services, ILogger<RelayBalancer> logger) : base(services, logger)
    {
        _membership = services.GetRequiredService<IClusterMembershipService>();
        // This silo is about to be active when it asks first.
        _silos = [SiloAddress, .. _membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active)
            .Select(member => member.SiloAddress)];
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
        var silos = Volatile.Read(ref _silos).Order().ToList();
        var me = silos.IndexOf(SiloAddress);
        var owners = RelayQueueShares.Assign(_queues.Length, [.. silos.Select(silo => (uint)silo.GetConsistentHashCode())]);
        return [.. _queues.Where((_, queue) => me >= 0 && owners[queue] == me)];
    }

    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
    {
        Volatile.Write(ref _silos, activeSilos);
        _ = NotifyListeners();
    }
}
