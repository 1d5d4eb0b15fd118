namespace Speeko.Tests.EndToEnd.Doors;

[Collection(RedisClusterCollection.Name)]
public sealed class SocketOnRedisTests(RedisClusterCollection.Fixture fixture) : SocketTests(fixture);
