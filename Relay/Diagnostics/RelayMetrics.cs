using System.Diagnostics.Metrics;

namespace Speeko.Relay;

/// <summary>The meter <c>Speeko.Relay</c>.</summary>
internal sealed class RelayMetrics : IDisposable
{
    public const string MeterName = "Speeko.Relay";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _appended;
    private readonly Counter<long> _appendedBytes;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _evicted;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _full;
    private readonly Counter<long> _lanesReplaced;
    private readonly UpDownCounter<long> _queueBytes;

    public RelayMetrics()
    {
        _appended = _meter.CreateCounter<long>("relay.appended", "{event}", "Events accepted by queues");
        _appendedBytes = _meter.CreateCounter<long>("relay.appended.size", "By", "Bytes accepted by queues");
        _delivered = _meter.CreateCounter<long>("relay.delivered", "{event}", "Events handed to subscribers");
        _evicted = _meter.CreateCounter<long>("relay.evicted", "{event}", "Events dropped before a subscriber got them");
        _failed = _meter.CreateCounter<long>("relay.failed", "{event}", "Events a subscriber could not be given");
        _full = _meter.CreateCounter<long>("relay.full", "{append}", "Appends refused by a full queue");
        _lanesReplaced = _meter.CreateCounter<long>("relay.lanes.replaced", "{lane}", "Silent lanes that were replaced");
        _queueBytes = _meter.CreateUpDownCounter<long>("relay.queue.size", "By", "Bytes waiting in queues");
    }

    public void Appended(int events, int bytes)
    {
        _appended.Add(events);
        _appendedBytes.Add(bytes);
        _queueBytes.Add(bytes);
    }

    public void Delivered(int events) => _delivered.Add(events);

    /// <param name="events">How many.</param>
    /// <param name="reason"><c>slow</c>: a subscriber did not keep up; <c>unclaimed</c>: there was none.</param>
    public void Evicted(int events, string reason) => _evicted.Add(events, new KeyValuePair<string, object?>("reason", reason));

    public void Failed(int events) => _failed.Add(events);

    public void Full() => _full.Add(1);

    public void LaneReplaced() => _lanesReplaced.Add(1);

    public void QueueBytesChanged(long delta)
    {
        if (delta != 0)
            _queueBytes.Add(delta);
    }

    public void Dispose() => _meter.Dispose();
}
