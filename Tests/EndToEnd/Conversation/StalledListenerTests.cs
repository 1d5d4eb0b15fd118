using Speeko.Tests.EndToEnd.Chaos.Leaks;
using Speeko.Tests.EndToEnd.Doors;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>Somebody stops reading and does not hang up.</summary>
public sealed class StalledListenerTests(StalledListenerTests.Fixture fixture, ITestOutputHelper output) : IClassFixture<StalledListenerTests.Fixture>
{
    private const int SystemBufferBytes = 64 * 1024;
    private const int WindowBytes = 448 * 1024;
    private const int BuffersOnTheWay = 768 * 1024;
    private const int Many = 60;

    /// <summary>What waits, once in the silo and once in the frontend.</summary>
    private const long CostEach = 2 * (WindowBytes + BuffersOnTheWay);

    /// <summary>A process that has not done much yet compiles, and its heaps grow.</summary>
    private const long Noise = 60 << 20;

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

    [Fact]
    public async Task Many_cost_no_more_memory_than_their_windows()
    {
        var before = Memory();
        var stalled = await Task.WhenAll(Enumerable.Range(0, Many).Select(StallAsync));

        // Nothing more is sent, and nothing more is made: they have all come to rest.
        await ClusterWork.ToRestAsync(Cluster, TimeProvider.System.GetTimestamp());
        var more = Memory() - before;
        output.WriteLine($"{Many} stalled listeners cost {more >> 20} MB");
        Assert.InRange(more, long.MinValue, (Many * CostEach) + Noise);

        // And they are all cut off.
        await Eventually.TrueAsync(
            () => Task.FromResult(stalled.All(socket => socket.IsCutOff)), TimeSpan.FromSeconds(30), () => "not all are cut off");
        foreach (var socket in stalled)
            socket.Abort();
    }

    [Fact]
    public async Task One_who_listens_in_keeps_nobody_else_waiting()
    {
        await using var narrator = await RawSocket.ConnectAsync(Cluster.Urls[0], Cluster.ApiKey);
        await narrator.SendAsync(new { text = "Take your seats." });
        var begun = await narrator.HearAsync();
        var listen = new
        {
            type = "listen",
            session_id = begun.Texts[0].GetProperty("session_id").GetGuid(),
            sequence = begun.Last.GetProperty("next_sequence").GetInt64(),
        };
        var stalled = await RawSocket.ConnectAsync(Cluster.Urls[0], Cluster.ApiKey, SystemBufferBytes, []);
        await stalled.SendAsync(listen);
        await using var other = await RawSocket.ConnectAsync(Cluster.Urls[0], Cluster.ApiKey);
        await other.SendAsync(listen);
        Assert.Empty((await other.HearAsync()).Chunks);

        // Longer than its window, and all the buffers on the way to it.
        var story = string.Join(' ', Enumerable.Range(0, 12).Select(i => $"Chapter {i} of a story that one of them does not read is long."));
        var hearing = other.HearAsync();
        await narrator.SendAsync(new { text = story });
        var told = await narrator.HearAsync();

        Assert.True(told.IsComplete);
        Assert.Equal(told.Audio, (await hearing).Audio);
        await Eventually.TrueAsync(() => Task.FromResult(stalled.IsCutOff), TimeSpan.FromSeconds(30), () => "it is not cut off");
        stalled.Abort();
    }

    /// <summary>Asks for twenty minutes, and reads nothing.</summary>
    private async Task<RawSocket> StallAsync(int number)
    {
        var socket = await RawSocket.ConnectAsync(Cluster.Urls[0], Cluster.ApiKey, SystemBufferBytes, []);
        await socket.SendAsync(new { text = string.Join(' ', Enumerable.Range(0, 400).Select(i => $"Chapter {i} of story {number} is long, and nobody reads it.")) });
        await socket.ReceiveAsync();
        return socket;
    }

    /// <summary>Of the cluster's only silo and its only frontend.</summary>
    private long Memory() => Cluster.HostProcessIds().Sum(process => Footprint.Of(process)?.ResidentBytes ?? 0);

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
