namespace Speeko.Tests.EndToEnd;

/// <summary>Two silos and two frontends on the store inside the launcher.</summary>
[CollectionDefinition(Name)]
public sealed class EmbeddedClusterCollection : ICollectionFixture<EmbeddedClusterCollection.Fixture>
{
    public const string Name = "cluster on the embedded store";

    public sealed class Fixture() : ClusterFixture(new LocalClusterOptions { WithDemo = true });
}
