using Speeko.Relay;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>The n-th event of a source; or a heartbeat, which has no source.</summary>
[GenerateSerializer, Immutable, Alias("test.relay-event")]
public sealed record RelayTestEvent(
    [property: Id(0)] string? Source, [property: Id(1)] long Number, [property: Id(2)] byte[] Body) : IRelayPayload
{
    public int SizeBytes => 32 + Body.Length;
}
