namespace Speeko.Tests.EndToEnd.Failover;

/// <summary>Two silos and two frontends of which each test loses some, and waits until they are replaced.</summary>
[CollectionDefinition(Name)]
public sealed class LossyClusterCollection : ICollectionFixture<LossyClusterCollection.Fixture>
{
    public const string Name = "cluster that loses processes";

    public sealed class Fixture() : ClusterFixture(new LocalClusterOptions());
}
