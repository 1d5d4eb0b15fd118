using Microsoft.Extensions.Configuration;

namespace Speeko.Relay;

/// <summary>Registers relays on clients.</summary>
public static class RelayClientBuilderExtensions
{
    /// <summary>Adds a relay: a stream provider of this name, as the silos have it.</summary>
    public static IClientBuilder AddRelayStreams(this IClientBuilder builder, string name, Action<RelayOptions>? configure = null) =>
        builder.AddRelayStreams(name, section: null, configure);

    /// <summary>Adds a relay with the settings of a configuration section, then those of the delegate.</summary>
    public static IClientBuilder AddRelayStreams(
        this IClientBuilder builder, string name, IConfiguration? section, Action<RelayOptions>? configure = null)
    {
        var options = RelayRegistration.Read(name, section, configure);
        builder.ConfigureServices(services => RelayRegistration.Add(services, name, options));
        return options.Provider == RelayProvider.Memory
            ? builder.AddMemoryStreams(name, streams => streams.ConfigurePartitioning(options.QueueCount))
            : builder.AddPersistentStreams(name, RelayAdapterFactory.Create, configureStream: null);
    }
}
