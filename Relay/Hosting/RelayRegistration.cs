using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Speeko.Relay;

/// <summary>What silos and clients register alike.</summary>
internal static class RelayRegistration
{
    public static RelayOptions Read(string name, IConfiguration? section, Action<RelayOptions>? configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var options = new RelayOptions();
        section?.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        configure?.Invoke(options);
        RelayOptionsValidation.ThrowIfInvalid(options, name);
        return options;
    }

    public static void Add(IServiceCollection services, string name, RelayOptions options)
    {
        services.AddKeyedSingleton(name, options);
        services.AddKeyedSingleton(name, new RelayLocality(options.QueueCount));
        services.AddKeyedSingleton<IRelayLocality>(name, (provider, key) => provider.GetRequiredKeyedService<RelayLocality>(key));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<IRelayLocality>(name));
        services.TryAddSingleton<RelayMetrics>();
        services.TryAddSingleton(TimeProvider.System);
    }
}
