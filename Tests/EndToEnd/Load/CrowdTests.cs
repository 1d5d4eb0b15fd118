using System.Security.Cryptography;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Load;

/// <summary>
/// Two hundred listeners on two frontends want the same new paragraph at once, from three silos with real engines. What the
/// engines were asked for and what they say they have spoken must both be the number of its sentences.
/// </summary>
public sealed class CrowdTests(CrowdTests.Fixture fixture) : IClassFixture<CrowdTests.Fixture>
{
    private const int Listeners = 200;
    private const int BytesPerSecond = 22050 * 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private LocalCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Each_sentence_is_spoken_once_and_all_hear_the_same()
    {
        string[] sentences =
        [
            "Nobody has heard a word of this before.", "Two hundred people want to hear it now!", "It is spoken once in the whole cluster.",
            "Does everybody hear the same?", "They had better, to the last byte.",
        ];
        var before = await CountsAsync();
        var listeners = await ConnectAsync();

        await Task.WhenAll(listeners.Select(listener => listener.SendAsync(new { text = string.Join(' ', sentences) })));

        await HearTheSameAsync(listeners);
        Assert.Equal(before.Plus(sentences.Length), await CountsAsync());
    }

    [Fact]
    public async Task It_does_not_matter_that_who_asked_first_leaves_in_the_middle()
    {
        string[] sentences =
        [
            "Somebody asks for this before all others.", "Then everybody asks for it!", "The first one leaves when it has just begun.",
            "Does anybody notice?", "The engine goes on for those who stay.",
        ];
        var before = await CountsAsync();
        var sharedBefore = await Cluster.CountAsync("coalesced");
        var listeners = await ConnectAsync();

        // 1. The first is in the middle: it has heard the beginning, and the engines stand still before the end.
        await using var first = await RawSocket.ConnectAsync(Cluster.Urls[0], Cluster.ApiKey);
        await first.SendAsync(new { type = "append", text = sentences[0] + " " });
        await NextChunkAsync(first);
        byte[][] begun;
        using (new HeldProcesses(Cluster.ProcessIds.Workers))
        {
            await first.SendAsync(new { type = "append", text = string.Join(' ', sentences[1..]) });
            await first.SendAsync(new { type = "flush" });

            // 2. So are all the others, and they wait for the same sentence.
            await Task.WhenAll(listeners.Select(listener => listener.SendAsync(new { text = string.Join(' ', sentences) })));
            begun = await Task.WhenAll(listeners.Select(NextChunkAsync));
            await Eventually.TrueAsync(
                async () => await Cluster.CountAsync("coalesced") >= sharedBefore + Listeners, Patience, () => "not all wait for one sentence");
            var (asked, spoken) = await CountsAsync();
            Assert.Equal(1, asked - before.Asked - (spoken - before.Spoken));

            // 3. It leaves, and the engines go on.
            await first.LeaveAsync();
        }

        await HearTheSameAsync(listeners, begun);
        Assert.Equal(before.Plus(sentences.Length), await CountsAsync());
        Assert.Equal(0, await Cluster.CountAsync("worker_crashes"));
    }

    /// <summary>All to the end: each complete, and of the same bytes.</summary>
    private static async Task HearTheSameAsync(RawSocket[] listeners, byte[][]? begun = null)
    {
        var digests = await Task.WhenAll(listeners.Select(async (listener, i) =>
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var answer = await listener.HearAsync();
            byte[][] chunks = [.. begun is null ? [] : begun[i..(i + 1)], .. answer.Chunks];
            Assert.True(answer.IsComplete, answer.Last.ToString());
            Assert.Equal(chunks.Length, answer.Last.GetProperty("next_sequence").GetInt32());
            Assert.Equal(chunks.Sum(chunk => chunk.Length) * 1000L / BytesPerSecond, answer.DurationMs);
            foreach (var chunk in chunks)
                digest.AppendData(chunk);
            return Convert.ToHexString(digest.GetHashAndReset());
        }));
        Assert.Equal(Listeners, digests.Length);
        Assert.Single(digests.Distinct());
        await Task.WhenAll(listeners.Select(listener => listener.DisposeAsync().AsTask()));
    }

    private static async Task<byte[]> NextChunkAsync(RawSocket listener)
    {
        while (true)
        {
            if (await listener.ReceiveAsync() is { Chunk: { } chunk })
                return chunk;
        }
    }

    private Task<RawSocket[]> ConnectAsync() => Task.WhenAll(Enumerable.Range(0, Listeners)
        .Select(i => RawSocket.ConnectAsync(Cluster.Urls[i % Cluster.Urls.Count], Cluster.ApiKey)));

    private async Task<Counts> CountsAsync()
    {
        using var counters = await Cluster.GetJsonAsync("/v1/stats");
        return new Counts(
            counters.RootElement.GetProperty("syntheses").GetInt64(), counters.RootElement.GetProperty("worker_syntheses").GetInt64());
    }

    public sealed class Fixture() : ClusterFixture(new LocalClusterOptions
    {
        Silos = 3,
        // Engines that stand still for a while are not to be taken for hung ones.
        Environment = new Dictionary<string, string> { ["SpeechWorkers__SegmentTimeoutSeconds"] = "300" },
    });

    /// <param name="Asked">Sentences that the engines were asked for.</param>
    /// <param name="Spoken">Sentences of which a worker has said that it spoke them to the end.</param>
    private sealed record Counts(long Asked, long Spoken)
    {
        public Counts Plus(int sentences) => new(Asked + sentences, Spoken + sentences);
    }
}
