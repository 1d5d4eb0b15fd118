using Orleans.TestingHost;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>Events that keep flowing through lanes, from grains on one silo.</summary>
internal sealed class Flow : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task<(string Source, int Count)>[] _sources = [];

    public static async Task<Flow> StartAsync(
        RelayCluster cluster, IReadOnlyList<string> lanes, Inbox inbox, InProcessSiloHandle silo)
    {
        var flow = new Flow();
        var sources = new List<IPublisherGrain>();
        foreach (var _ in lanes)
            sources.Add(await cluster.PublisherOnAsync(silo));
        flow._sources = [.. sources.Select((source, lane) => flow.Run(source, StreamId.Create("lane", lanes[lane])))];
        foreach (var source in sources)
            await inbox.UntilAsync(source.GetPrimaryKeyString(), 1);
        return flow;
    }

    /// <summary>How many events each source has published.</summary>
    public async Task<(string Source, int Count)[]> StopAsync()
    {
        await _stop.CancelAsync();
        return await Task.WhenAll(_sources);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task<(string Source, int Count)> Run(IPublisherGrain source, StreamId stream)
    {
        const int burst = 5;
        var count = 0;
        for (; !_stop.IsCancellationRequested; count += burst)
            await source.Publish(stream, count, burst, 1000);
        return (source.GetPrimaryKeyString(), count);
    }
}
