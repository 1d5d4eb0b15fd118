using System.Text.Json.Serialization;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces.Statistics;

namespace Speeko.Frontend.Doors.Http;

/// <summary><c>GET /v1/stats</c>: counters of the whole cluster, since the start of each silo, and what there is now.</summary>
internal static class StatisticsDoor
{
    public static void MapStatistics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/stats", async (ISpeechGateway gateway, CancellationToken cancellationToken) =>
            Counters.From(await gateway.GetStatisticsAsync(cancellationToken)));

    internal sealed record Counters(
        [property: JsonPropertyName("sessions")] long Sessions,
        [property: JsonPropertyName("sessions_open")] long SessionsOpen,
        [property: JsonPropertyName("sessions_speaking")] long SessionsSpeaking,
        [property: JsonPropertyName("syntheses")] long Syntheses,
        [property: JsonPropertyName("cache_hits")] long CacheHits,
        [property: JsonPropertyName("coalesced")] long Coalesced,
        [property: JsonPropertyName("worker_syntheses")] long WorkerSyntheses,
        [property: JsonPropertyName("worker_crashes")] long WorkerCrashes,
        [property: JsonPropertyName("worker_restarts")] long WorkerRestarts,
        [property: JsonPropertyName("frames")] long Frames,
        [property: JsonPropertyName("replays")] long Replays,
        [property: JsonPropertyName("resumed")] long Resumed,
        [property: JsonPropertyName("cache_restored")] long CacheRestored,
        [property: JsonPropertyName("cache_writes")] long CacheWrites,
        [property: JsonPropertyName("cache_errors")] long CacheErrors,
        [property: JsonPropertyName("cache_dropped")] long CacheDropped)
    {
        public static Counters From(SiloStatistics sum) => new(
            sum.Sessions,
            sum.SessionsOpen,
            sum.SessionsSpeaking,
            sum.Syntheses,
            sum.CacheHits,
            sum.Coalesced,
            sum.WorkerSyntheses,
            sum.WorkerCrashes,
            sum.WorkerRestarts,
            sum.Frames,
            sum.Replays,
            sum.Resumed,
            sum.CacheRestored,
            sum.CacheWrites,
            sum.CacheErrors,
            sum.CacheDropped);
    }
}
