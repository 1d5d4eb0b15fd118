using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>
/// All lanes of one subscribing process, one per queue of its relay. They are kept alive: a heartbeat goes round through
/// each, and one that is silent for <see cref="RelayOptions.SilenceLimit"/> is replaced by a fresh one.
/// </summary>
/// <typeparam name="T">Type of the events.</typeparam>
public sealed class RelayLaneSet<T> : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly RelayLaneSetup<T> _setup;
    private readonly RelayOptions _options;
    private readonly RelayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RelayLane<T>[] _lanes;
    private string[] _names = [];
    private Task _keeping = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Lanes through a relay that is registered with these services.</summary>
    /// <param name="services">Those of the cluster client.</param>
    /// <param name="relay">Name of the relay.</param>
    /// <param name="setup">What the lanes are for.</param>
    public RelayLaneSet(IServiceProvider services, string relay, RelayLaneSetup<T> setup) : this(
        services.GetRequiredKeyedService<IStreamProvider>(relay),
        services.GetRequiredKeyedService<RelayOptions>(relay),
        setup,
        services.GetRequiredService<RelayMetrics>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<RelayLaneSet<T>>>())
    {
    }

    internal RelayLaneSet(
        IStreamProvider provider,
        RelayOptions options,
        RelayLaneSetup<T> setup,
        RelayMetrics metrics,
        TimeProvider time,
        ILogger logger)
    {
        (_setup, _options, _metrics, _time, _logger) = (setup, options, metrics, time, logger);
        _lanes = [.. Enumerable.Range(0, options.QueueCount)
            .Select(number => new RelayLane<T>(number, provider, setup, options, time, logger))];
    }

    /// <summary>Keys of the lanes' streams, ordered by number; empty until they are open.</summary>
    public IReadOnlyList<string> Names => Volatile.Read(ref _names);

    /// <summary>
    /// Opens all lanes at once, and ends when a heartbeat has come back through each. Lanes that can't be had are tried
    /// again until then, so bound it by the token.
    /// </summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, cancellationToken);
        await Task.WhenAll(_lanes.Select(lane => lane.OpenAsync(stop.Token))).ConfigureAwait(false);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Volatile.Write(ref _names, [.. _lanes.Select(lane => lane.Name)]);
            _keeping = Task.WhenAll(_lanes.Select(lane => lane.KeepAsync(OnReplaced, _stopping.Token)));
        }
    }

    /// <summary>Unsubscribes. A cluster that does not answer is not waited for: it drops the lanes with their client.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var closing = Task.WhenAll(_lanes.Select(lane => lane.CloseAsync()));
        await Task.WhenAny(closing, Task.Delay(_options.SilenceLimit, _time, CancellationToken.None)).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void OnReplaced(RelayLane<T> lane, StreamId oldId, StreamId newId)
    {
        RelayLog.LaneReplaced(_logger, oldId, newId);
        _metrics.LaneReplaced();
        lock (_lock)
        {
            // Names change and are told of in the same order; readers of the property hold on to what they have read.
            string[] names = [.. _names];
            names[Array.IndexOf(_lanes, lane)] = newId.GetKeyAsString();
            Volatile.Write(ref _names, names);
            Tell(new(oldId.GetKeyAsString(), newId.GetKeyAsString(), names));
        }
    }

    private void Tell(RelayLaneReplacement replacement)
    {
        try
        {
            _setup.Replaced?.Invoke(replacement);
        }
        catch (Exception exception)
        {
            RelayLog.ReplacementThrew(_logger, replacement.New, exception);
        }
    }
}
