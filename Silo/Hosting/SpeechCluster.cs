using System.ComponentModel.DataAnnotations;
using System.Net;
using Orleans.Configuration;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Relay;
using Speeko.Silo.Caching;
using StackExchange.Redis;

namespace Speeko.Silo.Hosting;

internal static class SpeechCluster
{
    /// <summary>Orleans' own store for who listens to which stream.</summary>
    private const string PubSubStore = "PubSubStore";

    private const int ReconnectMs = 100;
    private const int MaxReconnectMs = 1000;

    public static ISiloBuilder UseSpeechCluster(this ISiloBuilder silo, IConfiguration configuration)
    {
        var settings = configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new ClusterSettings();
        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);

        silo.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = settings.ClusterId;
            options.ServiceId = settings.ServiceId;
        });
        if (string.IsNullOrWhiteSpace(settings.Redis))
            silo.UseOneMachine(settings);
        else
            silo.UseRedis(settings, configuration);

        silo.AddRelayStreams(SpeechStreams.ProviderName, configuration.GetSection(RelayOptions.SectionName));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            // A silo that is gone is noticed within about 1.5 s; fewer or faster probes take a busy machine for a dead one.
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 2;
        });
        return silo;
    }

    private static void UseOneMachine(this ISiloBuilder silo, ClusterSettings settings)
    {
        var primary = settings.PrimarySiloPort is { } port ? new IPEndPoint(IPAddress.Loopback, port) : null;
        silo.UseLocalhostClustering(
            settings.SiloPort, settings.GatewayPort, primary, settings.ServiceId, settings.ClusterId);
        silo.AddMemoryGrainStorage(PubSubStore);
    }

    private static void UseRedis(this ISiloBuilder silo, ClusterSettings settings, IConfiguration configuration)
    {
        var redis = ConfigurationOptions.Parse(settings.Redis!);
        // A Redis that was restarted is to be found again soon; by itself the client would wait up to ten seconds.
        redis.ReconnectRetryPolicy = new ExponentialRetry(ReconnectMs, MaxReconnectMs);
        var connection = new RedisConnection(redis);
        silo.UseRedisClustering(options =>
        {
            options.ConfigurationOptions = redis;
            options.CreateMultiplexer = _ => connection.ShareAsync();
        });
        silo.AddRedisGrainStorage(PubSubStore, options =>
        {
            options.ConfigurationOptions = redis;
            options.CreateMultiplexer = _ => connection.ShareAsync();
            options.DeleteStateOnClear = true;
            options.EntryExpiry = TimeSpan.FromDays(1);
        });
        silo.Services.AddRedisAudioCache(connection, configuration);
        silo.ConfigureEndpoints(IPAddress.Parse(settings.AdvertisedAddress), settings.SiloPort, settings.GatewayPort);
    }
}
