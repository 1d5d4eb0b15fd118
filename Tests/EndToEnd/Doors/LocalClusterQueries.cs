using System.Text.Json;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>What a cluster says of itself over HTTP.</summary>
internal static class LocalClusterQueries
{
    /// <summary>Silos and frontends; when one of them dies and is replaced, this changes.</summary>
    public static IReadOnlySet<int> HostProcessIds(this LocalCluster cluster)
    {
        var processes = cluster.ProcessIds;
        return processes.Silos.Concat(processes.Frontends).ToHashSet();
    }

    public static async Task<JsonDocument> GetJsonAsync(this LocalCluster cluster, string path)
    {
        using var http = new HttpClient { BaseAddress = cluster.Urls[0] };
        http.DefaultRequestHeaders.Add("X-API-Key", cluster.ApiKey);
        return JsonDocument.Parse(await http.GetStringAsync(path));
    }

    /// <summary>One of the counters of <c>/v1/stats</c>.</summary>
    public static async Task<long> CountAsync(this LocalCluster cluster, string counter)
    {
        using var counters = await cluster.GetJsonAsync("/v1/stats");
        return counters.RootElement.GetProperty(counter).GetInt64();
    }
}
