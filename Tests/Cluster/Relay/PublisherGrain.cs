using Orleans.Placement;

namespace Speeko.Tests.Cluster.Relay;

[Alias("test.publisher")]
public interface IPublisherGrain : IGrainWithStringKey
{
    /// <summary>Publishes events in order, each awaited, and tells from which silo.</summary>
    [Alias("Publish")]
    Task<SiloAddress> Publish(StreamId stream, long first, int count, int bodyBytes);
}

/// <summary>A source of events that lives wherever the request context hints.</summary>
[RandomPlacement]
public sealed class PublisherGrain(ILocalSiloDetails silo) : Grain, IPublisherGrain
{
    public async Task<SiloAddress> Publish(StreamId stream, long first, int count, int bodyBytes)
    {
        var body = new byte[bodyBytes];
        var target = this.GetStreamProvider(RelayCluster.Provider).GetStream<RelayTestEvent>(stream);
        for (var number = first; number < first + count; number++)
            await target.OnNextAsync(new(this.GetPrimaryKeyString(), number, body));
        return silo.SiloAddress;
    }
}
