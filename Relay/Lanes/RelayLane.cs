using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>
/// The lane of one number: whichever subscription serves it at the moment. A fresh stream id for each attempt, because what
/// is broken about an id on the cluster's side stays with it.
/// </summary>
internal sealed class RelayLane<T>(
    int number, IStreamProvider provider, RelayLaneSetup<T> setup, RelayOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(30);

    private RelayLaneSubscription<T>? _current;
    private int _generation;

    public string Name => _current?.Name ?? "";

    /// <summary>Ends when a beat has come back.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken) => _current = await SubscribeAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Beats, and replaces the subscription whenever it goes silent. Ends with the token.</summary>
    public async Task KeepAsync(Action<RelayLane<T>, StreamId, StreamId> replaced, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.HeartbeatPeriod, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            var old = _current!;
            old.Tick();
            if (!old.IsSilent)
                continue;

            // The old one stays until there is a new one, for it may be late rather than dead. If it is back by then, nobody has to move.
            RelayLog.LaneSilent(logger, old.Id);
            var opening = SubscribeAsync(cancellationToken);
            await BeatUntilAsync(opening, old, cancellationToken).ConfigureAwait(false);
            var fresh = await opening.ConfigureAwait(false);
            if (!old.IsSilent)
            {
                _ = fresh.CloseAsync();
                RelayLog.LaneBack(logger, old.Id);
                continue;
            }

            _current = fresh;
            replaced(this, old.Id, fresh.Id);
            _ = old.CloseAsync();
        }
    }

    public Task CloseAsync() => _current?.CloseAsync() ?? Task.CompletedTask;

    private async Task BeatUntilAsync(Task end, RelayLaneSubscription<T> lane, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(end, Task.Delay(options.HeartbeatPeriod, time, cancellationToken)).ConfigureAwait(false) != end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lane.Tick();
        }
    }

    private async Task<RelayLaneSubscription<T>> SubscribeAsync(CancellationToken cancellationToken)
    {
        var patience = options.SilenceLimit * 2;
        for (var pause = FirstPause; ; pause = Shorter(pause * 2, LongestPause))
        {
            var id = RelayLanes.Create(setup.Namespace, setup.Instance, number, _generation++);
            var subscription = new RelayLaneSubscription<T>(provider.GetStream<T>(id), setup, options, time, logger);
            var isOpen = false;
            try
            {
                isOpen = await subscription.TryOpenAsync(patience, cancellationToken).ConfigureAwait(false);
                if (isOpen)
                    return subscription;
            }
            finally
            {
                // Not waited for: what could not be opened in time may not be closed in time either.
                if (!isOpen)
                    _ = subscription.CloseAsync();
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            patience = Shorter(patience * 2, LongestPatience);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
