using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Speeko.Relay;

/// <summary>
/// A queue is founded where it is read, whoever calls it first. That saves it a move, and is more than thrift: where silos
/// come and go quickly, Orleans' directory can forget a queue that lives on and is read. Founded anywhere else, there would be
/// two of it from then on, one that is read and one that is fed.
/// </summary>
[GenerateSerializer, Immutable, Alias("Speeko.Relay.RelayQueuePlacement")]
internal sealed class RelayQueuePlacement : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class RelayQueuePlacementAttribute() : PlacementAttribute(new RelayQueuePlacement());

/// <inheritdoc cref="RelayQueuePlacement" />
internal sealed class RelayQueuePlacementDirector(IServiceProvider services, IClusterMembershipService membership) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var able = context.GetCompatibleSilos(target);
        return Task.FromResult(
            IPlacementDirector.GetPlacementHint(target.RequestContextData, able)
            ?? (Reader(target.GrainIdentity) is { } reader && able.Contains(reader) ? reader : null)
            ?? (able.Contains(context.LocalSilo) ? context.LocalSilo : able[Random.Shared.Next(able.Length)]));
    }

    private SiloAddress? Reader(GrainId queue)
    {
        var (relay, number) = RelayQueueGrain.Name(queue);
        var readers = RelayQueueShares.Readers(
            services.GetRequiredKeyedService<RelayOptions>(relay).QueueCount, membership.CurrentSnapshot.ActiveSilos());
        return number < readers.Length ? readers[number] : null;
    }
}
