using Orleans.Concurrency;
using Orleans.Streams;

namespace Speeko.Tests.Cluster.Relay;

[Alias("test.subscriber")]
public interface ISubscriberGrain : IGrainWithStringKey
{
    /// <summary>Subscribes; a stuck one takes its first event and does not come back for another until released.</summary>
    [Alias("Subscribe")]
    Task Subscribe(StreamId stream, bool isStuck);

    /// <summary>Lets a stuck one go.</summary>
    [Alias("Release")]
    Task Release();

    /// <summary>Waits for this many events and gives their numbers.</summary>
    [Alias("Await")]
    Task<long[]> Await(int count);
}

/// <summary>A subscriber with a pump of its own; those of one client share one.</summary>
[Reentrant]
public sealed class SubscriberGrain : Grain, ISubscriberGrain
{
    private readonly TaskCompletionSource _released = new();
    private readonly List<long> _numbers = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Subscribe(StreamId stream, bool isStuck) => this.GetStreamProvider(RelayCluster.Provider)
        .GetStream<RelayTestEvent>(stream)
        .SubscribeAsync((item, _) =>
        {
            _numbers.Add(item.Number);
            var next = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            next.SetResult();
            return isStuck ? _released.Task : Task.CompletedTask;
        });

    public Task Release()
    {
        _released.TrySetResult();
        return Task.CompletedTask;
    }

    public async Task<long[]> Await(int count)
    {
        while (_numbers.Count < count)
            await _next.Task;
        return [.. _numbers];
    }
}
