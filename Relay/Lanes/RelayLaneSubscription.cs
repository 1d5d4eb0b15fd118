using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>
/// One subscription to one stream, with a pulse: heartbeats sent into the stream must come out of it. That is the only sign
/// of life that covers the whole path, for a subscription may die on the cluster's side without its holder being told
/// (dotnet/orleans #9739, #9828).
/// </summary>
internal sealed class RelayLaneSubscription<T>(
    IAsyncStream<T> stream, RelayLaneSetup<T> setup, RelayOptions options, TimeProvider time, ILogger logger) : IAsyncObserver<T>
{
    private readonly TaskCompletionSource _alive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<StreamSubscriptionHandle<T>>? _subscribing;
    private Task _beating = Task.CompletedTask;
    private long _beats;
    private int _silentTicks;

    public StreamId Id => stream.StreamId;

    public string Name => stream.StreamId.GetKeyAsString();

    /// <summary>
    /// Silence is counted in ticks rather than measured in time: when this process itself was held up, many a tick became
    /// one, and the lane is not to blame.
    /// </summary>
    public bool IsSilent => Volatile.Read(ref _silentTicks) * options.HeartbeatPeriod >= options.SilenceLimit;

    /// <summary>Subscribes, and beats until a beat has come back. False: it can't be had now; the reason is logged.</summary>
    public async Task<bool> TryOpenAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            _subscribing = stream.SubscribeAsync(this);
            await _subscribing.WaitAsync(stop.Token).ConfigureAwait(false);
            while (!_alive.Task.IsCompleted)
            {
                stop.Token.ThrowIfCancellationRequested();
                Beat();
                await Task.WhenAny(_alive.Task, Task.Delay(options.HeartbeatPeriod, time, stop.Token)).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RelayLog.SubscribeFailed(logger, Id, null);
        }
        catch (Exception exception)
        {
            RelayLog.SubscribeFailed(logger, Id, exception);
        }

        return false;
    }

    /// <summary>To be called once a period: one more beat, one more tick of silence.</summary>
    public void Tick()
    {
        Interlocked.Increment(ref _silentTicks);
        Beat();
    }

    /// <summary>Never throws. A subscription that is still being made is undone as soon as it is there.</summary>
    public async Task CloseAsync()
    {
        try
        {
            if (_subscribing is not null)
                await (await _subscribing.ConfigureAwait(false)).UnsubscribeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            RelayLog.UnsubscribeFailed(logger, Id, exception);
        }
    }

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        Volatile.Write(ref _silentTicks, 0);
        try
        {
            if (setup.IsBeat(item))
                _alive.TrySetResult();
            else
                setup.Receive(item);
        }
        catch (Exception exception)
        {
            // Thrown on, it would have the cluster deliver the same events again and again.
            RelayLog.ReceiverThrew(logger, Id, exception);
        }

        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex)
    {
        RelayLog.LaneError(logger, Id, ex);
        return Task.CompletedTask;
    }

    /// <summary>Beats don't pile up behind one that is held up, by a dead silo for example.</summary>
    private void Beat()
    {
        if (_beating.IsCompleted)
            _beating = BeatAsync();
    }

    private async Task BeatAsync()
    {
        try
        {
            await stream.OnNextAsync(setup.CreateBeat(_beats++)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            RelayLog.HeartbeatFailed(logger, Id, exception);
        }
    }
}
