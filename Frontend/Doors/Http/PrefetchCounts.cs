using System.Text.Json.Serialization;
using Speeko.Grains.Interfaces.Prefetch;

namespace Speeko.Frontend.Doors.Http;

/// <summary>What became of how many sentences.</summary>
internal sealed record PrefetchCounts(
    [property: JsonPropertyName("accepted")] int Accepted,
    [property: JsonPropertyName("cached")] int Cached,
    [property: JsonPropertyName("refused")] int Refused)
{
    public static PrefetchCounts From(PrefetchReply reply) => new(reply.Accepted, reply.Cached, reply.Refused);
}
