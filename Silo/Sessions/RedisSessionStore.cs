using System.Buffers;
using System.Globalization;
using System.Text;
using Orleans.Serialization;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Silo.Caching;
using Speeko.Silo.Storage;
using StackExchange.Redis;

namespace Speeko.Silo.Sessions;

/// <summary>
/// See <see cref="ISessionStore"/>: the keys <c>session:…</c> of the cluster's Redis, each the incarnation in sixteen hexadecimal
/// digits and the session behind it. Does without it while it is away.
/// </summary>
internal sealed class RedisSessionStore(
    RedisConnection connection, StoreReach reach, Serializer<KeptSession> serializer, ILogger<RedisSessionStore> logger) : ISessionStore
{
    /// <summary>A session with more to say than this, a long book, is not worth it.</summary>
    private const int MaxBytes = 4 << 20;

    private const int IncarnationDigits = 16;

    private const string Write = """
        local kept = tonumber(redis.call('GETRANGE', KEYS[1], 0, 15), 16)
        if kept and kept > tonumber(ARGV[1]) then return 0 end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        return 1
        """;

    private const string Forget = """
        local kept = tonumber(redis.call('GETRANGE', KEYS[1], 0, 15), 16)
        if kept and kept > tonumber(ARGV[1]) then return 0 end
        return redis.call('DEL', KEYS[1])
        """;

    public async Task<SessionSearch> FindAsync(Guid session)
    {
        var value = RedisValue.Null;
        var isAnswered = await reach.TryAsync(async _ => value = await (await DatabaseAsync()).StringGetAsync(KeyOf(session)))
            .ConfigureAwait(false);
        if (!isAnswered || value.IsNull)
            return new SessionSearch(null, IsSilent: !isAnswered);
        try
        {
            return new SessionSearch(serializer.Deserialize(((ReadOnlyMemory<byte>)value)[IncarnationDigits..]));
        }
        catch (Exception exception)
        {
            // Of another version, or no session at all: as if it were not there.
            SessionStoreLog.Unreadable(logger, session, exception);
            return default;
        }
    }

    public async Task<SessionWrite> WriteAsync(Guid session, KeptSession kept, TimeSpan lifetime)
    {
        var value = ValueOf(kept);
        if (value.Length > MaxBytes)
            return new SessionWrite(SessionWriteOutcome.Written, value.Length);
        var isWritten = false;
        var isAnswered = await reach.TryAsync(async _ => isWritten = (bool)await (await DatabaseAsync()).ScriptEvaluateAsync(
                Write, [KeyOf(session)], [kept.Incarnation, value, (long)lifetime.TotalMilliseconds]))
            .ConfigureAwait(false);
        return new SessionWrite(
            !isAnswered ? SessionWriteOutcome.Failed : isWritten ? SessionWriteOutcome.Written : SessionWriteOutcome.TakenUp, value.Length);
    }

    public async Task<bool> IsTakenUpAsync(Guid session, long incarnation)
    {
        var kept = RedisValue.Null;
        await reach.TryAsync(async _ => kept = await (await DatabaseAsync()).StringGetRangeAsync(KeyOf(session), 0, IncarnationDigits - 1))
            .ConfigureAwait(false);
        return long.TryParse(kept.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var other) && other > incarnation;
    }

    public Task ForgetAsync(Guid session, long incarnation) => reach.TryAsync(
        async _ => await (await DatabaseAsync()).ScriptEvaluateAsync(Forget, [KeyOf(session)], [incarnation]));

    private byte[] ValueOf(KeptSession kept)
    {
        var value = new ArrayBufferWriter<byte>();
        Encoding.ASCII.GetBytes(kept.Incarnation.ToString($"x{IncarnationDigits}", CultureInfo.InvariantCulture), value);
        serializer.Serialize(kept, value);
        return value.WrittenSpan.ToArray();
    }

    private static RedisKey KeyOf(Guid session) => $"session:{session:N}";

    private async Task<IDatabase> DatabaseAsync() => (await connection.OpenAsync().ConfigureAwait(false)).GetDatabase();
}
