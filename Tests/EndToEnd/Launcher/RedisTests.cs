namespace Speeko.Tests.EndToEnd.Launcher;

/// <summary><c>speeko up --redis</c>.</summary>
[Collection(RedisClusterCollection.Name)]
public sealed class RedisTests(RedisClusterCollection.Fixture fixture)
{
    private readonly LocalCluster _cluster = fixture.Cluster;

    [Fact]
    public async Task The_cluster_speaks_on_the_Redis_that_it_was_given()
    {
        var wav = Path.Combine(_cluster.OutputFolder, "redis.wav");

        var (code, _, errors) = await SpeekoCommand.RunAsync("say", "Hello there.", "-o", wav, "--url", $"{_cluster.Urls[1]}");

        Assert.True(code == 0, $"{errors}\n{_cluster.Logs}");
        Assert.InRange(new WavFile(wav).Seconds, 0.4, 3);
        Assert.Equal(_cluster.ProcessIds.Silos.Count + _cluster.ProcessIds.Frontends.Count,
            ProcessTable.ChildrenOf(_cluster.ProcessIds.Launcher).Count);
    }
}
