using Orleans.Serialization;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Silo.Caching;
using Speeko.Silo.Storage;
using StackExchange.Redis;

namespace Speeko.Silo.Sessions;

/// <summary>See <see cref="ISessionStore"/>: the keys <c>session:…</c> of the cluster's Redis. Does without it while it is away.</summary>
internal sealed class RedisSessionStore(
    RedisConnection connection, StoreReach reach, Serializer<KeptSession> serializer, ILogger<RedisSessionStore> logger) : ISessionStore
{
    /// <summary>A session with more to say than this, a long book, is not worth it.</summary>
    private const int MaxBytes = 4 << 20;

    public async Task<KeptSession?> FindAsync(Guid session)
    {
        var value = RedisValue.Null;
        await reach.TryAsync(async _ => value = await (await DatabaseAsync()).StringGetAsync(KeyOf(session))).ConfigureAwait(false);
        if (value.IsNull)
            return null;
        try
        {
            return serializer.Deserialize((ReadOnlyMemory<byte>)value);
        }
        catch (Exception exception)
        {
            // Of another version, or no session at all: as if it were not there.
            SessionStoreLog.Unreadable(logger, session, exception);
            return null;
        }
    }

    public async Task<int> WriteAsync(Guid session, KeptSession kept, TimeSpan lifetime)
    {
        var bytes = serializer.SerializeToArray(kept);
        if (bytes.Length <= MaxBytes)
        {
            await reach.TryAsync(async _ => await (await DatabaseAsync()).StringSetAsync(KeyOf(session), bytes, lifetime))
                .ConfigureAwait(false);
        }

        return bytes.Length;
    }

    public Task ForgetAsync(Guid session) =>
        reach.TryAsync(async _ => await (await DatabaseAsync()).KeyDeleteAsync(KeyOf(session)));

    private static RedisKey KeyOf(Guid session) => $"session:{session:N}";

    private async Task<IDatabase> DatabaseAsync() => (await connection.OpenAsync().ConfigureAwait(false)).GetDatabase();
}
