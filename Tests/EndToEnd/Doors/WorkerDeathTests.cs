using System.Diagnostics;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>Engine processes that are really killed.</summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class WorkerDeathTests(EmbeddedClusterCollection.Fixture fixture)
{
    /// <summary>More than sockets and window hold: a sentence that is hit twice would be refused, and rightly so.</summary>
    private const int BytesBetweenKills = 12_000_000;

    [Fact]
    public async Task Workers_killed_while_they_speak_cost_the_listener_nothing()
    {
        // Slow speech makes sentences long, so that the kills find workers in the middle of one.
        var text = string.Join(' ', Enumerable.Range(1, 200).Select(i => $"Sentence {i} goes on while its worker is killed, and nobody notices."));
        await using var socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);
        await socket.SendAsync(new { text, speaking_rate = 0.5 });
        var undisturbed = await socket.HearAsync();
        var crashes = await fixture.Cluster.CountAsync("worker_crashes");

        // Another voice, so that nothing is remembered from before.
        await socket.SendAsync(new { text, speaking_rate = 0.5, voice_id = "en-gb" });
        var (heard, kills, before) = (0, 0, ProcessorTimes());
        var disturbed = await socket.HearAsync(async bytes =>
        {
            heard += bytes;
            if (heard < (kills + 1) * BytesBetweenKills)
                return;
            kills++;
            await fixture.Cluster.KillAsync(Busiest(before));
            before = ProcessorTimes();
        });

        Assert.True(kills >= 3, $"{kills} kills, {disturbed.Last}");
        Assert.True(disturbed.IsComplete, disturbed.Last.ToString());
        var chunks = disturbed.Last.GetProperty("next_sequence").GetInt64() - disturbed.Texts[0].GetProperty("sequence").GetInt64();
        Assert.Equal(chunks, disturbed.Chunks.Count);
        Assert.InRange(disturbed.DurationMs, undisturbed.DurationMs * 0.8, undisturbed.DurationMs * 1.2);
        Assert.True(await fixture.Cluster.CountAsync("worker_crashes") > crashes);
    }

    private Dictionary<int, TimeSpan> ProcessorTimes() => fixture.Cluster.ProcessIds.Workers
        .Where(ProcessTable.IsAlive)
        .ToDictionary(id => id, id =>
        {
            using var worker = Process.GetProcessById(id);
            return worker.TotalProcessorTime;
        });

    /// <summary>The worker that has worked most since then is the one that speaks.</summary>
    private int Busiest(Dictionary<int, TimeSpan> before) =>
        ProcessorTimes().MaxBy(now => now.Value - before.GetValueOrDefault(now.Key)).Key;
}
