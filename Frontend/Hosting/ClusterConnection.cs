using System.ComponentModel.DataAnnotations;
using Orleans.Configuration;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Relay;
using StackExchange.Redis;

namespace Speeko.Frontend.Hosting;

internal static class ClusterConnection
{
    public static IClientBuilder UseSpeechCluster(this IClientBuilder client, IConfiguration configuration)
    {
        var settings = configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new ClusterSettings();
        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);

        client.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = settings.ClusterId;
            options.ServiceId = settings.ServiceId;
        });
        if (string.IsNullOrWhiteSpace(settings.Redis))
            client.UseLocalhostClustering(settings.GatewayPort, settings.ServiceId, settings.ClusterId);
        else
            client.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(settings.Redis));
        client.AddRelayStreams(SpeechStreams.ProviderName, configuration.GetSection(RelayOptions.SectionName));
        client.UseConnectionRetryFilter<ConnectionRetry>();
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        return client;
    }
}
