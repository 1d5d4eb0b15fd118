using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>Somebody stops reading and does not hang up.</summary>
public sealed class StalledListenerTests(StalledListenerTests.Fixture fixture) : IClassFixture<StalledListenerTests.Fixture>
{
    private const int SystemBufferBytes = 64 * 1024;
    private const int WindowBytes = 448 * 1024;
    private const int BuffersOnTheWay = 768 * 1024;

    private LocalCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task It_costs_its_window_and_is_cut_off_and_others_do_not_notice()
    {
        // 1. It asks for twenty minutes and reads nothing.
        var story = string.Join(' ', Enumerable.Range(0, 400).Select(i => $"Chapter {i} of a story that nobody reads is long."));
        var stalled = await RawSocket.ConnectAsync(Cluster.Urls[0], Cluster.ApiKey, SystemBufferBytes, []);
        await stalled.SendAsync(new { text = story });
        var (_, metadata) = await stalled.ReceiveAsync();
        var session = metadata.GetProperty("session_id").GetGuid();

        // 2. Meanwhile others are served as ever.
        await using var other = await RawSocket.ConnectAsync(Cluster.Urls[0], Cluster.ApiKey);
        for (var i = 0; i < 10; i++)
        {
            await other.SendAsync(new { text = $"Number {i} is for somebody else." });
            Assert.True((await other.HearAsync()).IsComplete);
        }

        // 3. It is cut off; what it was sent until then is what its window and the buffers on the way hold, and no more.
        var bytes = 0;
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(Fixture.StalledSeconds * 3), TimeProvider.System);
            while (true)
                bytes += (await stalled.ReceiveAsync()).Chunk?.Length ?? 0;
        });
        Assert.InRange(bytes, 1, WindowBytes + BuffersOnTheWay);
        stalled.Abort();

        // 4. Its session waits for it, as for everybody whose connection is lost.
        await using var back = await RawSocket.ConnectAsync(Cluster.Urls[0], Cluster.ApiKey);
        await back.SendAsync(new { type = "resume", session_id = session, sequence = 0 });
        Assert.Equal("resumed", (await back.ReceiveAsync()).Json.GetProperty("type").GetString());
        await back.SendAsync(new { type = "cancel" });
        Assert.Equal("cancelled", (await back.HearAsync()).Last.GetProperty("type").GetString());
    }

    public sealed class Fixture() : ClusterFixture(new LocalClusterOptions
    {
        Silos = 1,
        Frontends = 1,
        Environment = new Dictionary<string, string> { ["Limits__StalledSeconds"] = $"{StalledSeconds}" },
    })
    {
        public const int StalledSeconds = 2;
    }
}
