namespace Speeko.Tests.EndToEnd.Doors;

[Collection(EmbeddedClusterCollection.Name)]
public sealed class SocketOnEmbeddedStoreTests(EmbeddedClusterCollection.Fixture fixture) : SocketTests(fixture);
