using System.ComponentModel.DataAnnotations;
using System.Net;
using Orleans.Configuration;
using Orleans.Serialization;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Relay;
using Speeko.Silo.Caching;
using Speeko.Silo.Peers;
using Speeko.Silo.Sessions;
using Speeko.Silo.Storage;

namespace Speeko.Silo.Hosting;

internal static class SpeechCluster
{
    /// <summary>Orleans' own store for who listens to which stream.</summary>
    private const string PubSubStore = "PubSubStore";

    /// <summary>Where it is kept.</summary>
    private const string RedisStore = "Redis";

    public static ISiloBuilder UseSpeechCluster(this ISiloBuilder silo, IConfiguration configuration)
    {
        var settings = configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new ClusterSettings();
        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);

        silo.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = settings.ClusterId;
            options.ServiceId = settings.ServiceId;
        });
        var connection = string.IsNullOrWhiteSpace(settings.Redis) ? null : RedisConnection.To(settings.Redis, isNeeded: true);
        if (connection is null)
            silo.UseOneMachine(settings);
        else
            silo.UseRedis(settings, connection);
        silo.Services.AddAudioCache(configuration, connection);
        if (settings.PeerWatch)
            silo.Services.AddPeerWatch();

        silo.AddRelayStreams(SpeechStreams.ProviderName, configuration.GetSection(RelayOptions.SectionName));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            // A silo that is cut off is noticed within 2 to 3 s; fewer or faster probes take a busy machine for a dead one. A process
            // that has ended is noticed at once, by the peer watch.
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 2;
        });
        silo.Configure<GrainDirectoryOptions>(options =>
        {
            // Where grains elsewhere are, most of which live for minutes. By itself it is a million.
            options.CacheSize = 20_000;
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

    private static void UseRedis(this ISiloBuilder silo, ClusterSettings settings, RedisConnection connection)
    {
        silo.UseRedisClustering(options =>
        {
            options.ConfigurationOptions = connection.Options;
            options.CreateMultiplexer = _ => connection.ShareAsync();
        });
        silo.AddRedisGrainStorage(RedisStore, options =>
        {
            options.ConfigurationOptions = connection.Options;
            options.CreateMultiplexer = _ => connection.ShareAsync();
            options.DeleteStateOnClear = true;
            options.EntryExpiry = TimeSpan.FromDays(1);
        });
        silo.Services.AddTolerantGrainStorage(PubSubStore, RedisStore, () => connection.IsConnected);
        silo.Services.AddSingleton<ISessionStore>(services => new RedisSessionStore(
            connection,
            services.GetRequiredService<StoreReach>(),
            services.GetRequiredService<Serializer<KeptSession>>(),
            services.GetRequiredService<ILogger<RedisSessionStore>>()));
        silo.Services.AddHostedService(services => new LeaveDelay(
            () => connection.AnswersAsync(StoreReach.LongestSilence, services.GetRequiredService<TimeProvider>()),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<LeaveDelay>>()));
        silo.ConfigureEndpoints(IPAddress.Parse(settings.AdvertisedAddress), settings.SiloPort, settings.GatewayPort);
    }
}
