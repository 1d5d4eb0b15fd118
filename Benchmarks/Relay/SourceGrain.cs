using System.Diagnostics;

namespace Speeko.Benchmarks.Relay;

[Alias("bench.source")]
public interface ISourceGrain : IGrainWithIntegerKey
{
    /// <summary>Publishes frames at a pace; 0 Hz is as fast as the relay takes them.</summary>
    [Alias("Publish")]
    Task Publish(StreamId stream, int count, int bodyBytes, int rateHz);

    /// <summary>Processor time of the silo so far.</summary>
    [Alias("ProcessorTime")]
    Task<TimeSpan> ProcessorTime();
}

public sealed class SourceGrain(TimeProvider time) : Grain, ISourceGrain
{
    public async Task Publish(StreamId stream, int count, int bodyBytes, int rateHz)
    {
        var target = this.GetStreamProvider(RelayBenchmark.Provider).GetStream<RelayFrame>(stream);
        using var pace = rateHz > 0 ? new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rateHz), time) : null;
        for (var i = 0; i < count; i++)
        {
            if (pace is not null)
                await pace.WaitForNextTickAsync();
            // Bytes of its own for each: the serializer would send an array that occurs twice in a message once.
            var body = GC.AllocateUninitializedArray<byte>(bodyBytes);
            await target.OnNextAsync(new(false, Stopwatch.GetTimestamp(), body));
        }
    }

    public Task<TimeSpan> ProcessorTime() => Task.FromResult(Process.GetCurrentProcess().TotalProcessorTime);
}
