namespace Speeko.Tests.EndToEnd;

/// <summary>One cluster for all tests of a collection.</summary>
public abstract class ClusterFixture(LocalClusterOptions options) : IAsyncLifetime
{
    public LocalCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await LocalCluster.StartAsync(options);

    public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();
}
