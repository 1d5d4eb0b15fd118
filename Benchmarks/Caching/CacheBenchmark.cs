using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Speeko.Silo.Caching;
using StackExchange.Redis;

namespace Speeko.Benchmarks.Caching;

/// <summary>
/// Measures what asking Redis adds to a sentence's first byte: <c>dotnet run -c Release --project Benchmarks -- cache
/// HOST:PORT</c>. Alone, and while entries are written over the same connection as fast as Redis takes them. Prints a
/// table in Markdown; leaves nothing behind.
/// </summary>
internal static class CacheBenchmark
{
    private const int Searches = 10_000;

    /// <summary>Two seconds of speech.</summary>
    private const int EntryBytes = 88_200;

    public static async Task<int> RunAsync(string address)
    {
        await using var connection = RedisConnection.To(address, isNeeded: true);
        var options = Options.Create(new AudioCacheOptions { TtlSeconds = 60 });
        var store = new AudioStore(connection, options);
        await store.SetAsync("benchmark", new byte[EntryBytes]);

        Console.WriteLine("| search | p50 / p95 / p99 |\n|---|---|");
        await MeasureAsync("nothing there", store, "none");
        await MeasureAsync("two seconds of speech", store, "benchmark");
        using var end = new CancellationTokenSource();
        var writing = WriteAsync(store, end.Token);
        await MeasureAsync("nothing there, while entries are written", store, "none");
        await end.CancelAsync();
        await writing;
        await (await connection.OpenAsync()).GetDatabase().KeyDeleteAsync((RedisKey[])["tts:benchmark", "tts:written"]);
        return 0;
    }

    private static async Task MeasureAsync(string name, AudioStore store, string key)
    {
        var times = new double[Searches];
        for (var i = -1000; i < Searches; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using (await store.GetAsync(key))
            {
                if (i >= 0)
                    times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        }

        Array.Sort(times);
        var figures = new StringBuilder($"| {name} | ");
        figures.Append(CultureInfo.InvariantCulture, $"{times[Searches / 2]:0.000} / {times[Searches * 95 / 100]:0.000} / {times[Searches * 99 / 100]:0.000} ms |");
        Console.WriteLine(figures);
    }

    /// <summary>One at a time, as a silo does.</summary>
    private static async Task WriteAsync(AudioStore store, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
            await store.SetAsync("written", new byte[EntryBytes]);
    }
}
