namespace Speeko.Tests.Cluster.Relay;

/// <summary>One cluster at a time: they keep a small machine busy, and their meters have one name.</summary>
[CollectionDefinition(Name)]
public sealed class OneClusterAtATime
{
    public const string Name = "relay cluster";
}
