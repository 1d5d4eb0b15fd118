namespace Speeko.Tests.EndToEnd;

/// <summary>Two silos and two frontends on a real Redis.</summary>
[CollectionDefinition(Name)]
public sealed class RedisClusterCollection : ICollectionFixture<RedisClusterCollection.Fixture>
{
    public const string Name = "cluster on Redis";

    public sealed class Fixture() : ClusterFixture(new LocalClusterOptions { WithRedis = true });
}
