using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Speeko.Silo.Caching;

/// <summary>The keys <c>tts:…</c> of Redis.</summary>
internal sealed class AudioStore(RedisConnection connection, IOptions<AudioCacheOptions> options, TimeProvider time)
{
    private const string Prefix = "tts:";

    private readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(options.Value.ReadTimeoutMs);
    private readonly TimeSpan _ttl = TimeSpan.FromSeconds(options.Value.TtlSeconds);

    /// <summary>
    /// Whether <paramref name="exception"/> is of those that tell of Redis: it is away, slow, or does not want to. A command
    /// whose connection breaks is cancelled by the client library, without anybody's wish, or finds its pipe completed.
    /// </summary>
    public static bool IsOutage(Exception exception, CancellationToken wished) =>
        exception is RedisException or RedisCommandException or TimeoutException or InvalidOperationException
        || (exception is OperationCanceledException && !wished.IsCancellationRequested);

    /// <summary>
    /// The value, or null when there is none. Throws an <see cref="IsOutage"/> when Redis fails or is slow, and
    /// <see cref="RedisConnectionException"/> at once when there is no connection.
    /// </summary>
    public async Task<Lease<byte>?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var multiplexer = await connection.OpenAsync().WaitAsync(_timeout, time, cancellationToken).ConfigureAwait(false);
        var database = multiplexer.GetDatabase();
        var name = (RedisKey)(Prefix + key);
        // Without this the command would wait in a backlog for a connection, longer than anybody listens.
        if (!database.IsConnected(name))
            throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "There is no connection.");
        var reading = database.StringGetLeaseAsync(name);
        try
        {
            return await reading.WaitAsync(_timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            // Something else lies there; it will be overwritten.
            return null;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            _ = ReturnLateAsync(reading);
            throw;
        }
    }

    /// <summary>Replaces whatever is there. Throws as <see cref="GetAsync"/>, but waits as long as the connection does.</summary>
    public async Task SetAsync(string key, ReadOnlyMemory<byte> value)
    {
        var database = (await connection.OpenAsync().ConfigureAwait(false)).GetDatabase();
        await database.StringSetAsync(Prefix + key, value, _ttl).ConfigureAwait(false);
    }

    /// <summary>Nobody waits for this answer any more, but its buffer is on loan.</summary>
    private static async Task ReturnLateAsync(Task<Lease<byte>?> reading)
    {
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reading.IsCompletedSuccessfully)
            reading.Result?.Dispose();
    }
}
