using System.Diagnostics;
using Speeko.Relay;

namespace Speeko.Benchmarks.Relay;

/// <summary>A frame that tells when it was published. The clock is the machine's, so processes may compare.</summary>
[GenerateSerializer, Immutable, Alias("bench.relay-frame")]
public sealed record RelayFrame(
    [property: Id(0)] bool IsBeat, [property: Id(1)] long PublishedAt, [property: Id(2)] byte[] Body) : IRelayPayload
{
    public int SizeBytes => 32 + Body.Length;

    public double AgeMs => Stopwatch.GetElapsedTime(PublishedAt).TotalMilliseconds;
}
