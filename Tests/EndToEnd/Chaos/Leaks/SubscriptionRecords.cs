using System.Text.Json;
using StackExchange.Redis;

namespace Speeko.Tests.EndToEnd.Chaos.Leaks;

/// <summary>
/// What Orleans keeps in Redis of who listens to which stream, a record for each stream. A stream that was replaced leaves its
/// record behind, and so does a frontend that was killed; they go by themselves, for each has a time to live.
/// </summary>
/// <param name="Count">All of them.</param>
/// <param name="WithListener">Those of which somebody is thought to listen.</param>
/// <param name="Lasting">Those that will never go.</param>
internal sealed record SubscriptionRecords(int Count, int WithListener, int Lasting)
{
    /// <summary>Queues of the relay, by default; each frontend listens to a lane of each.</summary>
    private const int Queues = 8;

    public static async Task<SubscriptionRecords> ReadAsync(RedisServer server)
    {
        await using var redis = await server.ConnectAsync();
        var database = redis.GetDatabase();
        var (count, withListener, lasting) = (0, 0, 0);
        await foreach (var key in redis.GetServer(server.Endpoint).KeysAsync(pattern: "*PubSubRendezvousGrain"))
        {
            count++;
            withListener += HasListener(await database.HashGetAsync(key, "data")) ? 1 : 0;
            lasting += await database.KeyTimeToLiveAsync(key) is null ? 1 : 0;
        }

        return new SubscriptionRecords(count, withListener, lasting);
    }

    /// <summary>
    /// A disturbance may have each frontend replace all its lanes. Of those that were replaced some could not be given up in
    /// order, for their silo was gone; and one frontend at a time is killed, which gives up nothing.
    /// </summary>
    public bool ExplainedBy(int frontends, int disturbances) =>
        Lasting == 0
        && WithListener <= Queues * (frontends + disturbances)
        && Count <= Queues * frontends * (1 + disturbances);

    public override string ToString() => $"{Count} subscription records, {WithListener} with a listener, {Lasting} for ever";

    private static bool HasListener(RedisValue record)
    {
        // It may be gone since it was listed, or have been cleared.
        if (record.IsNullOrEmpty)
            return false;
        using var state = JsonDocument.Parse((string)record!);
        return state.RootElement.TryGetProperty("Consumers", out var consumers)
            && consumers.TryGetProperty("$values", out var values) && values.GetArrayLength() > 0;
    }
}
