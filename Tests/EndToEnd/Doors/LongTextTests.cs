using System.Diagnostics;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>A book for one listener.</summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class LongTextTests(EmbeddedClusterCollection.Fixture fixture, ITestOutputHelper output)
{
    private const int Words = 20_000;
    private const int TimesRealTime = 100;
    private const int BytesPerSecond = 22050 * 2;
    private const long MaxGrowthBytes = 50L << 20;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Twenty_thousand_words_arrive_whole_and_memory_stays_level()
    {
        var text = Book();
        await using var socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);
        var started = Stopwatch.GetTimestamp();
        await socket.SendAsync(new { text });

        long heard = 0;
        Dictionary<int, long>? level = null;
        var highest = new Dictionary<int, long>();
        var nextLook = WarmUp;
        var answer = await socket.HearAsync(async bytes =>
        {
            heard += bytes;

            // A listener at a hundred times real time takes its next chunk when it has played the last.
            var due = TimeSpan.FromSeconds((double)heard / BytesPerSecond / TimesRealTime);
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (due > elapsed)
                await Task.Delay(due - elapsed, TimeProvider.System);
            if (elapsed < nextLook)
                return;
            nextLook = elapsed + TimeSpan.FromSeconds(1);
            level ??= Memory();
            foreach (var (process, bytesNow) in Memory())
                highest[process] = Math.Max(highest.GetValueOrDefault(process), bytesNow);
        });

        Assert.True(answer.IsComplete, answer.Last.ToString());
        Assert.Equal(answer.Last.GetProperty("next_sequence").GetInt64(), answer.Chunks.Count);
        // 20,000 words at about 175 a minute are 114 minutes.
        Assert.InRange(answer.DurationMs / 60_000.0, 90, 150);
        Assert.NotNull(level);
        foreach (var (process, before) in level)
        {
            output.WriteLine($"process {process}: {before >> 20} MB after {WarmUp}, at most {highest[process] >> 20} MB");
            Assert.True(highest[process] - before < MaxGrowthBytes, $"process {process} grew from {before >> 20} to {highest[process] >> 20} MB");
        }
    }

    private Dictionary<int, long> Memory() => fixture.Cluster.HostProcessIds().ToDictionary(id => id, id =>
    {
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64;
    });

    private static string Book()
    {
        string[] subjects = ["The lighthouse keeper", "A passing engineer", "My neighbour's dog", "The mayor of the town"];
        string[] verbs = ["remembered", "counted", "described", "followed"];
        string[] objects = ["the lamps along the harbour", "every ship of that year", "the way home", "what nobody else had seen"];
        var random = new Random(20_000);
        var (words, sentences) = (0, new List<string>());
        while (words < Words)
        {
            var sentence = $"{subjects[random.Next(4)]} {verbs[random.Next(4)]} {objects[random.Next(4)]} on day {sentences.Count}, "
                + $"and {verbs[random.Next(4)]} it again in the evening.";
            words += sentence.Count(c => c == ' ') + 1;
            sentences.Add(sentence);
        }

        return string.Join(' ', sentences);
    }
}
