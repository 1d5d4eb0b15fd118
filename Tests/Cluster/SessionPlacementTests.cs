using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Statistics;

namespace Speeko.Tests.Cluster;

/// <summary>Which silo a session begins on.</summary>
public sealed class SessionPlacementTests
{
    private const int Many = 120;

    [Fact]
    public async Task Sessions_are_spread_evenly_also_over_a_silo_that_a_frontend_did_not_know_when_it_began()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 2);
        await OpenAsync(cluster, Many);
        Assert.All(cluster.Silos.Silos, silo => Assert.InRange(SessionsOn(silo), Many / 4, 3 * Many / 4));

        var late = await cluster.Silos.StartAdditionalSiloAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await OpenAsync(cluster, 10);
                return SessionsOn(late) >= Many / 4;
            },
            SpeechTestCluster.Patience,
            () => $"{string.Join(", ", cluster.Silos.Silos.Select(SessionsOn))} sessions");
    }

    private static Task<ISpeechSession[]> OpenAsync(SpeechTestCluster cluster, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => cluster.OpenAsync()));

    private static long SessionsOn(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<SpeechCounters>().Snapshot().SessionsOpen;
}
