using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Speeko.Relay;

/// <summary>Registers relays on silos.</summary>
public static class RelaySiloBuilderExtensions
{
    /// <summary>Adds a relay: a stream provider of this name. It needs a grain storage named <c>PubSubStore</c>.</summary>
    public static ISiloBuilder AddRelayStreams(this ISiloBuilder builder, string name, Action<RelayOptions>? configure = null) =>
        builder.AddRelayStreams(name, section: null, configure);

    /// <summary>Adds a relay with the settings of a configuration section, then those of the delegate.</summary>
    public static ISiloBuilder AddRelayStreams(
        this ISiloBuilder builder, string name, IConfiguration? section, Action<RelayOptions>? configure = null)
    {
        var options = RelayRegistration.Read(name, section, configure);
        builder.ConfigureServices(services => AddServices(services, name, options));
        return options.Provider == RelayProvider.Memory
            ? builder.AddMemoryStreams(name, streams =>
            {
                streams.ConfigurePartitioning(options.QueueCount);
                streams.ConfigurePullingAgent(agent => agent.Configure(o => o.GetQueueMsgsTimerPeriod = options.MemoryPumpPeriod));
            })
            : builder.AddPersistentStreams(name, RelayAdapterFactory.Create, streams =>
            {
                streams.ConfigurePullingAgent(agent => agent.Configure(o =>
                {
                    o.GetQueueMsgsTimerPeriod = options.PumpPeriod;
                    o.MaxEventDeliveryTime = RelayDeliveryLimit.LongestDelivery;
                }));
                streams.ConfigurePartitionBalancing(RelayBalancer.Create);
                streams.ConfigureBackoffProvider((_, _) => new RelayDeliveryPause());
            });
    }

    private static void AddServices(IServiceCollection services, string name, RelayOptions options)
    {
        RelayRegistration.Add(services, name, options);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOutgoingGrainCallFilter, RelayDeliveryLimit>());
        services.AddPlacementDirector<RelayQueuePlacement, RelayQueuePlacementDirector>();
        services.TryAddSingleton<RelayDrain>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<ISiloLifecycle>, RelayDrain>(
            provider => provider.GetRequiredService<RelayDrain>()));
    }
}
