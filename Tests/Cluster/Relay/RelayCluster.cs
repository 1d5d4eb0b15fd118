using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.GrainDirectory;
using Orleans.Runtime.Hosting;
using Orleans.Runtime.Placement;
using Orleans.Streams;
using Orleans.TestingHost;
using Speeko.Relay;
using Speeko.Silo.Storage;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>Silos and a client with a relay between them.</summary>
internal sealed class RelayCluster : IAsyncDisposable
{
    public const string Provider = "relay";

    private const string PubSubStore = "PubSubStore";

    private readonly InProcessTestCluster _cluster;
    private readonly LastingStorage _storage;

    private RelayCluster(InProcessTestCluster cluster, LastingStorage storage, LogRecord log, CallCount calls) =>
        (_cluster, _storage, Log, Calls) = (cluster, storage, log, calls);

    public LogRecord Log { get; }

    /// <summary>Of grains.</summary>
    public CallCount Calls { get; }

    public InProcessTestCluster Cluster => _cluster;

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    public IClusterClient Client => _cluster.Client;

    public IStreamProvider Streams => Client.GetStreamProvider(Provider);

    /// <param name="silos">How many.</param>
    /// <param name="configure">Settings of the relay.</param>
    /// <param name="cut">Takes away where subscriptions are stored; then they are stored as on Redis, tolerantly.</param>
    public static async Task<RelayCluster> StartAsync(short silos, Action<RelayOptions>? configure = null, StorageCut? cut = null)
    {
        var log = new LogRecord();
        var (storage, calls) = (new LastingStorage(), new CallCount());
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureHost(host => host.Logging.ClearProviders().AddProvider(log));
        builder.ConfigureSilo((_, silo) =>
        {
            if (cut is null)
            {
                storage.AddTo(silo, PubSubStore);
            }
            else
            {
                silo.Services.AddGrainStorage("cut", (services, _) => cut.Around(storage.Open(services)));
                silo.Services.AddTolerantGrainStorage(PubSubStore, "cut", () => cut.IsConnected);
            }

            silo.AddRelayStreams(Provider, configure);
            silo.AddIncomingGrainCallFilter(calls);
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
            });
        });
        builder.ConfigureClient(client => client.AddRelayStreams(Provider, configure));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, storage, log, calls);
    }

    /// <summary>A source on this silo.</summary>
    public async Task<IPublisherGrain> PublisherOnAsync(InProcessSiloHandle silo)
    {
        var publisher = Client.GetGrain<IPublisherGrain>($"{silo.Name}-{Guid.NewGuid():N}");
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo.SiloAddress);
        try
        {
            Assert.Equal(silo.SiloAddress, await publisher.Publish(StreamId.Create("nobody", "here"), 0, 0, 0));
        }
        finally
        {
            RequestContext.Clear();
        }

        return publisher;
    }

    public RelayLaneSet<RelayTestEvent> CreateLanes(Inbox inbox, Action<RelayLaneReplacement>? replaced = null) =>
        new(Client.ServiceProvider, Provider, new()
        {
            Namespace = "lane",
            Instance = Guid.NewGuid().ToString("N"),
            CreateBeat = number => new(null, number, []),
            IsBeat = item => item.Source is null,
            Receive = inbox.Add,
            Replaced = replaced,
        });

    /// <summary>Whether it is stored who listens to the lane.</summary>
    public bool IsStored(string lane) => _storage.Keys.Any(key => key.EndsWith($"/{lane}", StringComparison.Ordinal));

    /// <summary>Waits until an event has come through each lane, under whatever name.</summary>
    public Task EachGoesOnAsync(RelayLaneSet<RelayTestEvent> lanes, Inbox inbox, string name)
    {
        return Task.WhenAll(Enumerable.Range(0, lanes.Names.Count).Select(GoesOnAsync)).WaitAsync(TimeSpan.FromSeconds(60));

        async Task GoesOnAsync(int lane)
        {
            var source = $"{name}-{lane}";
            for (var number = 0; inbox.Of(source).Length == 0; number++)
            {
                var stream = Streams.GetStream<RelayTestEvent>(StreamId.Create("lane", lanes.Names[lane]));
                _ = stream.OnNextAsync(new(source, number, []));
                await Task.WhenAny(inbox.UntilAsync(source, 1), Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
            }
        }
    }

    /// <summary>The queues that each silo has on it, together with their reader.</summary>
    public IEnumerable<IReadOnlyList<int>> LocalQueues() => _cluster.Silos.Select(QueuesOn);

    public IReadOnlyList<int> QueuesOn(InProcessSiloHandle silo) =>
        _cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<IRelayLocality>().LocalQueues;

    /// <summary>Has the directory, and what this silo remembers of it, forget a grain that lives on. Orleans lets nobody do so.</summary>
    public async Task ForgetAsync(IAddressable grain, InProcessSiloHandle silo)
    {
        var type = Type.GetType("Orleans.Runtime.GrainDirectory.CachedGrainLocator, Orleans.Runtime", throwOnError: true)!;
        var locator = (IGrainLocator)_cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService(type);
        var address = await locator.Lookup(grain.GetGrainId());
        Assert.NotNull(address);
        await locator.Unregister(address, UnregistrationCause.Force);
        locator.InvalidateCache(address.GrainId);
    }

    /// <summary>Waits until each queue is on the silo of its reader, and spread evenly.</summary>
    public async Task WaitUntilSettledAsync(int queues)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var local = LocalQueues().ToList();
            if (local.Sum(own => own.Count) == queues && local.Max(own => own.Count) - local.Min(own => own.Count) <= 1)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
