using System.Collections.Concurrent;
using Orleans.Streams;

namespace Speeko.Tests.Relay.Lanes;

/// <summary>Streams that hand what is published to whoever subscribed, unless told to swallow it or to refuse.</summary>
internal sealed class FakeStreams : IStreamProvider
{
    private readonly ConcurrentDictionary<StreamId, object> _streams = [];

    public string Name => "fake";

    public bool IsRewindable => false;

    /// <summary>Keys whose events vanish.</summary>
    public ConcurrentDictionary<string, bool> Silent { get; } = [];

    /// <summary>How many of the next subscriptions fail.</summary>
    public int Refusals { get; set; }

    /// <summary>Keys in the order of their subscriptions, and of their cancellations.</summary>
    public ConcurrentQueue<string> Subscribed { get; } = [];

    public ConcurrentQueue<string> Unsubscribed { get; } = [];

    /// <summary>Told of each event that is published.</summary>
    public Action<string>? Published { get; set; }

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        (IAsyncStream<T>)_streams.GetOrAdd(streamId, id => new FakeStream<T>(this, id));
}
