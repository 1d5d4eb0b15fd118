using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Caching;

/// <summary>Every process of a cluster ends, its Redis stays, and another cluster begins.</summary>
public sealed class RestartTests
{
    private const string Text =
        "This paragraph outlives the cluster that made it. The next one finds it in Redis! It need not be made again, need it?";

    [Fact]
    public async Task After_a_restart_the_same_paragraph_is_served_without_a_synthesis()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var client = await redis.ConnectAsync();
        byte[] first;
        await using (var cluster = await LocalCluster.StartAsync(On(redis)))
        {
            first = await HearAsync(cluster);
            Assert.Equal(3, await cluster.CountAsync("syntheses"));
        }

        var keys = client.GetServers().Single().Keys(pattern: "tts:*").ToArray();
        Assert.Equal(3, keys.Length);
        foreach (var key in keys)
        {
            Assert.Matches("^tts:[0-9a-f]{64}$", key.ToString());
            Assert.InRange((await client.GetDatabase().KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 86_000, 86_400);
        }

        await using var next = await LocalCluster.StartAsync(On(redis));
        var second = await HearAsync(next);
        Assert.Equal(0, await next.CountAsync("syntheses"));
        Assert.Equal(first, second);
        Assert.Equal(3, await next.CountAsync("cache_hits"));
        Assert.Equal(3, await next.CountAsync("cache_restored"));

        // By now it is in memory.
        Assert.Equal(first, await HearAsync(next));
        Assert.Equal(3, await next.CountAsync("cache_restored"));
        Assert.Equal(6, await next.CountAsync("cache_hits"));
        Assert.Equal(0, await next.CountAsync("cache_errors"));
    }

    /// <summary>On a machine that other tests keep busy a search may take longer than a listener should wait.</summary>
    private static LocalClusterOptions On(RedisServer redis) =>
        new() { RedisEndpoint = redis.Endpoint, Environment = new Dictionary<string, string> { ["AudioCache__HedgeDelayMs"] = "10000" } };

    private static async Task<byte[]> HearAsync(LocalCluster cluster)
    {
        await using var socket = await RawSocket.ConnectAsync(cluster.Urls[0], cluster.ApiKey);
        await socket.SendAsync(new { text = Text });
        var answer = await socket.HearAsync();
        Assert.True(answer.IsComplete, answer.Last.ToString());
        return answer.Audio;
    }
}
