using System.Text.Json;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>What a cluster says of itself over HTTP.</summary>
internal static class LocalClusterQueries
{
    private static readonly HttpClient Http = new();

    /// <summary>Silos and frontends; when one of them dies and is replaced, this changes.</summary>
    public static IReadOnlySet<int> HostProcessIds(this LocalCluster cluster)
    {
        var processes = cluster.ProcessIds;
        return processes.Silos.Concat(processes.Frontends).ToHashSet();
    }

    public static async Task<JsonDocument> GetJsonAsync(this LocalCluster cluster, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cluster.Urls[0], path));
        request.Headers.Add("X-API-Key", cluster.ApiKey);
        using var answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A figure of <c>/v1/stats</c>.</summary>
    public static async Task<long> CountAsync(this LocalCluster cluster, string counter)
    {
        using var counters = await cluster.GetJsonAsync("/v1/stats");
        return counters.RootElement.GetProperty(counter).GetInt64();
    }
}
