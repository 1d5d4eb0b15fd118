using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Speeko.Tests.EndToEnd.Load;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>
/// Many greedy sessions on one key, and one listener on another. <c>SPEEKO_FLOOD_SESSIONS</c> sets how many; 500 is what the
/// figures in docs/performance.md are for, and then the 95th percentile has to be below 100 ms.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class FloodTests(ITestOutputHelper output)
{
    private const int DefaultSessions = 40;
    private const int TargetMs = 100;
    private const string Spoken = "spoken";
    private const string OtherKey = "another-key";

    /// <summary>In the suite, beside other tests on a small machine, only what is plainly wrong counts.</summary>
    private const int SuiteLimitMs = 1000;

    private static readonly string? Wanted = Environment.GetEnvironmentVariable("SPEEKO_FLOOD_SESSIONS");

    private static readonly int Samples = Wanted is null ? 16 : 100;

    private static int Sessions => int.TryParse(Wanted, CultureInfo.InvariantCulture, out var sessions) ? sessions : DefaultSessions;

    [Fact]
    public async Task Another_key_hears_its_first_word_soon_while_one_key_floods()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions
        {
            Frontends = 1,
            Environment = new Dictionary<string, string> { ["Auth__ApiKeys__1"] = OtherKey },
        });
        await using var listener = await RawSocket.ConnectAsync(cluster.Urls[0], OtherKey);
        var alone = await MeasureAsync(listener);

        using var stop = new CancellationTokenSource();
        var flooding = new TaskCompletionSource();
        var (outcomes, answered) = (new ConcurrentDictionary<string, int>(), 0);
        var flood = Enumerable.Range(0, Sessions).Select(_ => FloodAsync()).ToArray();
        await Task.WhenAny(flooding.Task, Task.WhenAll(flood));
        var beside = await MeasureAsync(listener);
        await stop.CancelAsync();
        await Task.WhenAll(flood);

        output.WriteLine($"first byte alone: p50 {Percentile(alone, 50):F1} ms, p95 {Percentile(alone, 95):F1} ms");
        output.WriteLine($"beside {Sessions} sessions of another key: p50 {Percentile(beside, 50):F1} ms, p95 {Percentile(beside, 95):F1} ms");
        output.WriteLine($"the flood: {string.Join(", ", outcomes.OrderBy(outcome => outcome.Key).Select(outcome => $"{outcome.Value} {outcome.Key}"))}");
        Assert.Contains(Spoken, outcomes.Keys);
        Assert.Equal([], outcomes.Keys.Except([Spoken, "overloaded"]));
        Assert.InRange(Percentile(beside, 95), 0, Wanted is null ? SuiteLimitMs : TargetMs);

        async Task FloodAsync()
        {
            await using var socket = await RawSocket.ConnectAsync(cluster.Urls[0], cluster.ApiKey);
            while (!stop.IsCancellationRequested)
            {
                await socket.SendAsync(new { text = Text() });
                var answer = await socket.HearAsync();
                outcomes.AddOrUpdate(answer.IsComplete ? Spoken : answer.ErrorCode ?? "nameless", 1, static (_, count) => count + 1);
                if (Interlocked.Increment(ref answered) == Sessions)
                    flooding.TrySetResult();

                // Whoever is told when to come back, does.
                if (answer.Last.TryGetProperty("retry_after", out var seconds))
                {
                    await Task.Delay(TimeSpan.FromSeconds(seconds.GetInt32()), TimeProvider.System, stop.Token)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    /// <summary>Milliseconds from each request to its first audio, sorted.</summary>
    private static async Task<double[]> MeasureAsync(RawSocket socket)
    {
        var times = new List<double>();
        while (times.Count < Samples)
        {
            var (asked, first) = (Stopwatch.GetTimestamp(), 0.0);
            await socket.SendAsync(new { text = Text() });
            var answer = await socket.HearAsync(_ =>
            {
                first = first > 0 ? first : Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
                return Task.CompletedTask;
            });
            Assert.True(answer.IsComplete, answer.Last.ToString());
            times.Add(first);
        }

        return [.. times.Order()];
    }

    private static double Percentile(double[] sorted, int percent) => sorted[(int)Math.Ceiling(sorted.Length * percent / 100.0) - 1];

    /// <summary>Two sentences of ordinary length that nobody has said before.</summary>
    private static string Text()
    {
        string[] words = ["keeper", "harbour", "morning", "engineer", "window", "garden", "letter", "river", "mountain", "station", "captain", "market"];
        var some = Random.Shared.GetItems(words, 10);
        return $"The {some[0]} and the {some[1]} saw a {some[2]} by the {some[3]} of the {some[4]}. "
            + $"Then every {some[5]} went from the {some[6]} to a {some[7]}, and the {some[8]} kept the {some[9]}.";
    }
}
