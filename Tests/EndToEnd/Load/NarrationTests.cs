using Speeko.Tests.EndToEnd.Doors;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Load;

/// <summary>
/// One session and a hall full of listeners on two frontends: each hears every chunk, and the session sends each frame twice.
/// <c>SPEEKO_NARRATION_LISTENERS</c> says how many.
/// </summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class NarrationTests(EmbeddedClusterCollection.Fixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly int _count = TestSize.Of("SPEEKO_NARRATION_LISTENERS", 200);

    private LocalCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Each_listener_hears_every_chunk_and_each_frontend_gets_one_copy()
    {
        // 1. Somebody narrates, and the hall fills before the story begins.
        await using var narrator = await RawSocket.ConnectAsync(Cluster.Urls[0], Cluster.ApiKey);
        await narrator.SendAsync(new { text = "Take your seats." });
        var begun = await narrator.HearAsync();
        var session = begun.Texts[0].GetProperty("session_id").GetGuid();
        var hall = new RawSocket[_count];
        await Parallel.ForAsync(0, _count, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (seat, _) =>
        {
            hall[seat] = await RawSocket.ConnectAsync(Cluster.Urls[seat % 2], Cluster.ApiKey);
            await hall[seat].SendAsync(new { type = "listen", session_id = session, sequence = begun.Last.GetProperty("next_sequence").GetInt64() });
            Assert.Equal("listening", (await hall[seat].ReceiveAsync()).Json.GetProperty("type").GetString());
        });
        var before = await Cluster.CountAsync("frames");

        // 2. The story: every listener hears it as the narrator does.
        string[] sentences = [.. Enumerable.Range(1, 6).Select(i => $"Sentence {i} of the story is heard by all of them.")];
        var hearing = hall.Select(HearStoryAsync).ToArray();
        await narrator.SendAsync(new { text = string.Join(' ', sentences) });
        var told = await narrator.HearAsync();
        var heard = await Task.WhenAll(hearing).WaitAsync(Patience);

        Assert.All(heard, answer => Assert.True(answer.IsComplete, answer.Last.ToString()));
        Assert.All(heard, answer => Assert.Equal(told.Chunks.Count, answer.Chunks.Count));
        Assert.All(heard, answer => Assert.True(told.Audio.AsSpan().SequenceEqual(answer.Audio)));

        // 3. At least the start, the end and a frame for each sentence, to each of the frontends; and not to each listener.
        var frames = await Cluster.CountAsync("frames") - before;
        output.WriteLine($"{_count} listeners, {told.Chunks.Count} chunks each, {frames} frames sent");
        Assert.InRange(frames, 2 * (2 + sentences.Length), 2 * (2 + told.Chunks.Count));
        await Task.WhenAll(hall.Select(listener => listener.DisposeAsync().AsTask()));
    }

    /// <summary>Who comes in at the end of an utterance is told that it has ended.</summary>
    private static async Task<RawSocket.Answer> HearStoryAsync(RawSocket listener)
    {
        var end = await listener.HearAsync();
        Assert.Empty(end.Chunks);
        return await listener.HearAsync();
    }
}
