using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Speeko.Relay;

namespace Speeko.Benchmarks.Relay;

/// <summary>The subscriber's process: opens lanes as a frontend does, and has a grain publish to them.</summary>
internal sealed class RelayClient(IClusterClient cluster)
{
    private const int PaceHz = 200;
    private const int PacedFrames = 2000;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly FrameCounter _frames = new();

    public static async Task<RelayFigures> MeasureAsync(RelayCase setup)
    {
        var host = Host.CreateApplicationBuilder();
        host.Logging.ClearProviders();
        host.UseOrleansClient(client => client
            .UseLocalhostClustering(setup.GatewayPort)
            .AddRelayStreams(RelayBenchmark.Provider, setup.Configure));
        using var app = host.Build();
        await app.StartAsync();
        var cluster = (IClusterClient)app.Services.GetService(typeof(IClusterClient))!;
        var figures = await new RelayClient(cluster).MeasureAsync(setup.Name);
        await app.StopAsync();
        return figures;
    }

    private async Task<RelayFigures> MeasureAsync(string name)
    {
        await using var lanes = new RelayLaneSet<RelayFrame>(cluster.ServiceProvider, RelayBenchmark.Provider, new()
        {
            Namespace = "lane",
            Instance = Guid.NewGuid().ToString("N"),
            CreateBeat = _ => new(true, 0, []),
            IsBeat = frame => frame.IsBeat,
            Receive = _frames.Add,
        });
        await lanes.OpenAsync(CancellationToken.None);
        StreamId[] streams = [.. lanes.Names.Select(key => StreamId.Create("lane", key))];

        // 1. Warm up, gently.
        await PublishAsync(streams, 500 * streams.Length, RelayFigures.SmallBytes, PaceHz);

        // 2. The hop, with little to do.
        var ages = await PublishAsync([streams[0]], PacedFrames, RelayFigures.SmallBytes, PaceHz);
        ages.Sort();

        // 3. Nothing but heartbeats.
        var before = await Source(0).ProcessorTime();
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(IdleTime, TimeProvider.System);
        var spent = await Source(0).ProcessorTime() - before;
        var idle = 100 * (spent / Stopwatch.GetElapsedTime(started));

        // 4. All that goes through; the first round warms up.
        await RateAsync(streams, 2000 * streams.Length, RelayFigures.SmallBytes);
        var small = await RateAsync(streams, 4000 * streams.Length, RelayFigures.SmallBytes);
        var large = await RateAsync(streams, 500 * streams.Length, RelayFigures.LargeBytes);

        return new(name, At(ages, 0.50), At(ages, 0.95), At(ages, 0.99), small, large, idle);
    }

    /// <summary>Frames per second; none when not all of them came.</summary>
    private async Task<double?> RateAsync(StreamId[] streams, int frames, int bytes)
    {
        var started = Stopwatch.GetTimestamp();
        var ages = await PublishAsync(streams, frames, bytes, 0);
        return ages.Count < frames ? null : frames / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>
    /// One source per stream; ends when all has come, or some time after, should frames get lost. Gives the
    /// age of each frame in milliseconds.
    /// </summary>
    private async Task<List<double>> PublishAsync(StreamId[] streams, int frames, int bytes, int rateHz)
    {
        var each = frames / streams.Length;
        var come = _frames.ExpectAsync(each * streams.Length);
        await Task.WhenAll(streams.Select((stream, i) => Source(i).Publish(stream, each, bytes, rateHz)));
        await Task.WhenAny(come, Task.Delay(Patience, TimeProvider.System));
        return _frames.Come();
    }

    private ISourceGrain Source(int number) => cluster.GetGrain<ISourceGrain>(number);

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[(int)(share * (sorted.Count - 1))];
}
