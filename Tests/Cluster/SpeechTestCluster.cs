using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using Speeko.Frontend.Gateway;
using Speeko.Grains;
using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Relay;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>Silos and a frontend's gateway in this process, on a scripted engine: everything between a door and an engine.</summary>
internal sealed class SpeechTestCluster : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly InProcessTestCluster _cluster;

    private SpeechTestCluster(InProcessTestCluster cluster, ScriptedEngine engine, CallLoss loss, LastingSessionStore sessions) =>
        (_cluster, Engine, Loss, Sessions) = (cluster, engine, loss, sessions);

    public ScriptedEngine Engine { get; }

    /// <summary>Of calls that go one way.</summary>
    public CallLoss Loss { get; }

    /// <summary>What is written down of them.</summary>
    public LastingSessionStore Sessions { get; }

    public InProcessTestCluster Silos => _cluster;

    public ISpeechGateway Gateway => _cluster.Client.ServiceProvider.GetRequiredService<ISpeechGateway>();

    /// <summary>The name by which sessions know the frontend.</summary>
    public string Frontend => Silos.Client.ServiceProvider.GetRequiredService<LaneOffers>().Frontend;

    public static Task<SpeechTestCluster> StartAsync(
        short silos, ScriptedEngine? engine = null, params (string Name, string Value)[] settings) =>
        StartAsync(silos, engine, cache: null, settings);

    /// <param name="silos">How many.</param>
    /// <param name="engine">Serves them all; null for one that speaks at once.</param>
    /// <param name="cache">Serves them all; null for none.</param>
    /// <param name="settings">As on a silo's command line.</param>
    public static async Task<SpeechTestCluster> StartAsync(
        short silos, ScriptedEngine? engine, IAudioCache? cache, params (string Name, string Value)[] settings)
    {
        var shared = engine ?? new ScriptedEngine();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();
        var (storage, loss, sessions) = (new LastingStorage(), new CallLoss(), new LastingSessionStore());
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            storage.AddTo(silo, "PubSubStore");
            silo.AddRelayStreams(SpeechStreams.ProviderName);
            silo.Services.AddSingleton<ISpeechEngine>(shared);
            silo.Services.AddSpeechGrains(configuration);
            silo.AddIncomingGrainCallFilter(loss);
            silo.Services.AddSingleton<ISessionStore>(sessions);
            if (cache is not null)
                silo.Services.AddSingleton(cache);
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        });
        builder.ConfigureClient(client =>
        {
            client.AddRelayStreams(SpeechStreams.ProviderName);

            // As of a client that has called so many grains already that it has none left to give to a silo that joins.
            client.Configure<ClientMessagingOptions>(options => options.ClientSenderBuckets = 64);
        });
        builder.ConfigureClientHost(host => host.Services.AddGateway(host.Configuration));
        var cluster = builder.Build();
        await cluster.DeployAsync();

        // A frontend serves when its lanes are open; one that is stopped before holds the silos up.
        await cluster.Client.ServiceProvider.GetRequiredService<LaneSet>().WhenOpen.WaitAsync(Patience);
        return new SpeechTestCluster(cluster, shared, loss, sessions);
    }

    public async Task<ISpeechSession> OpenAsync(string owner = "tests") => await Gateway.OpenAsync(owner, CancellationToken.None);

    /// <summary>The leader goes on from this chunk.</summary>
    public async Task<Listener> ResumeAsync(Guid session, long sequence, string owner = "tests")
    {
        var (resumed, error) = await Gateway.ResumeAsync(owner, session, sequence, CancellationToken.None);
        Assert.Null(error);
        return new Listener(resumed!);
    }

    /// <summary>Somebody takes the session over at another frontend, which asks once.</summary>
    public Task<AttachReply> LeadElsewhereAsync(Guid session, string frontend)
    {
        var offers = Silos.Client.ServiceProvider.GetRequiredService<LaneOffers>();
        return Silos.Client.GetGrain<ISpeechSessionGrain>(session)
            .Join(offers.Next() with { Frontend = frontend }, "tests", sequence: 0, leads: true);
    }

    /// <summary>Where the session is.</summary>
    public async Task<InProcessSiloHandle> SiloOfAsync(Guid session)
    {
        var address = await Silos.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(Silos.Client.GetGrain<ISpeechSessionGrain>(session));
        return Silos.Silos.Single(silo => silo.SiloAddress.Equals(address));
    }

    /// <summary>Ends when this is what is written down of the session.</summary>
    public Task KeptAsync(Guid session, Func<KeptSession, bool> isWanted) => Eventually.TrueAsync(
        () => Sessions[session] is { } kept && isWanted(kept), Patience, () => $"{Sessions[session]}");

    /// <summary>Ends when all that was asked of the session is written down as said, up to this chunk.</summary>
    public Task SaidAsync(Guid session, long end) => KeptAsync(session, kept => kept.NextSequence == end && kept.End.Utterances.Length == 0);

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
