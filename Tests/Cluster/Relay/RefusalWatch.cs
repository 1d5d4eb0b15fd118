using System.Diagnostics.Metrics;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>Waits for a full queue.</summary>
internal sealed class RefusalWatch : IDisposable
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MeterListener _listener = new();

    public RefusalWatch()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Speeko.Relay", Name: "relay.full" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => _seen.TrySetResult());
        _listener.Start();
    }

    public Task Seen => _seen.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void Dispose() => _listener.Dispose();
}
