using System.Net.Sockets;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Speeko.Silo.Caching;

/// <summary>The keys <c>tts:…</c> of Redis.</summary>
internal sealed class AudioStore(RedisConnection connection, IOptions<AudioCacheOptions> options)
{
    private const string Prefix = "tts:";

    private readonly TimeSpan _ttl = TimeSpan.FromSeconds(options.Value.TtlSeconds);

    /// <summary>
    /// Whether <paramref name="exception"/> is of those that tell of Redis: it is away, slow, or does not want to. A command
    /// whose connection breaks is cancelled by the client library, without anybody's wish, or finds its pipe completed or its socket reset.
    /// </summary>
    public static bool IsOutage(Exception exception) =>
        exception is RedisException or RedisCommandException or TimeoutException or InvalidOperationException or OperationCanceledException
            or IOException or SocketException;

    /// <summary>
    /// The value, or null when there is none. Waits as long as the connection does, and throws an <see cref="IsOutage"/> when Redis
    /// fails; <see cref="RedisConnectionException"/> at once when there is no connection.
    /// </summary>
    public async Task<Lease<byte>?> GetAsync(string key)
    {
        var (database, name) = await ReachAsync(key).ConfigureAwait(false);
        try
        {
            return await database.StringGetLeaseAsync(name).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            // Something else lies there; it will be overwritten.
            return null;
        }
    }

    /// <summary>Whether there is a value, of whatever shape. Throws as <see cref="GetAsync"/>.</summary>
    public async Task<bool> HasAsync(string key)
    {
        var (database, name) = await ReachAsync(key).ConfigureAwait(false);
        return await database.KeyExistsAsync(name).ConfigureAwait(false);
    }

    /// <summary>Replaces whatever is there. Throws as <see cref="GetAsync"/>.</summary>
    public async Task SetAsync(string key, ReadOnlyMemory<byte> value)
    {
        var database = (await connection.OpenAsync().ConfigureAwait(false)).GetDatabase();
        await database.StringSetAsync(Prefix + key, value, _ttl).ConfigureAwait(false);
    }

    private async Task<(IDatabase Database, RedisKey Name)> ReachAsync(string key)
    {
        var database = (await connection.OpenAsync().ConfigureAwait(false)).GetDatabase();
        var name = (RedisKey)(Prefix + key);
        // Without this a command would wait in a backlog for a connection, longer than anybody listens.
        return database.IsConnected(name)
            ? (database, name) : throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "There is no connection.");
    }
}
