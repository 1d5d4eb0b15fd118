using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Speeko.Relay;

/// <inheritdoc cref="IRelayQueueGrain" />
[Reentrant, PreferLocalPlacement, GrainType("relay-queue")]
internal sealed class RelayQueueGrain : Grain, IRelayQueueGrain, IGrainMigrationParticipant
{
    private static readonly TimeSpan MoveInterval = TimeSpan.FromSeconds(2);

    private readonly RelayQueue _queue;
    private readonly RelaySignal _arrival;
    private readonly RelayMetrics _metrics;
    private readonly RelayDrain _drain;
    private readonly SiloAddress _silo;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private CancellationTokenRegistration _draining;
    private long? _movedAt;

    public RelayQueueGrain(
        IGrainContext context,
        IServiceProvider services,
        RelayMetrics metrics,
        RelayDrain drain,
        ILocalSiloDetails silo,
        ILogger<RelayQueueGrain> logger)
    {
        var key = context.GrainId.Key.ToString()!;
        var options = services.GetRequiredKeyedService<RelayOptions>(key[..key.LastIndexOf('/')]);
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _queue = new(options.MaxQueueBytes);
        _arrival = new(_time);
        _metrics = metrics;
        _drain = drain;
        _silo = silo.SiloAddress;
        _logger = logger;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _draining = _drain.Stopping.UnsafeRegister(static signal => ((RelaySignal)signal!).Release(), _arrival);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _draining.Dispose();
        _metrics.QueueBytesChanged(-_queue.Bytes);
        if (_queue.Count > 0 && reason.ReasonCode != DeactivationReasonCode.Migrating)
            RelayLog.QueueContentLost(_logger, this.GetPrimaryKeyString(), _queue.Count, reason.ReasonCode);
        return Task.CompletedTask;
    }

    public ValueTask<AppendResult> Append(RelayBatch batch)
    {
        var result = _queue.Append(batch);
        if (result == AppendResult.Accepted)
        {
            _metrics.Appended(batch.EventCount, batch.SizeBytes);
            _arrival.Set();
        }
        else
        {
            _metrics.Full();
        }

        return new(result);
    }

    public async Task<TakeReply> Take(TakeRequest request, CancellationToken cancellationToken)
    {
        // 1. What the reader has, we need no longer.
        var before = _queue.Bytes;
        _queue.Acknowledge(request.Position);
        _metrics.QueueBytesChanged(_queue.Bytes - before);

        // 2. A reader elsewhere means that the queue changed hands: follow it, content and all.
        var isLocal = request.Reader is null || request.Reader.Equals(_silo);
        if (!isLocal && TryMoveTo(request.Reader!))
            return _queue.Read(0, 0, isLocal);

        // 3. Wait for the first batch, unless the silo is stopping.
        if (_queue.Count == 0 && request.Wait > TimeSpan.Zero && !_drain.Stopping.IsCancellationRequested)
            await _arrival.WaitAsync(request.Wait, cancellationToken);

        // 4. Read what has come together; nothing, when the reader is gone.
        return cancellationToken.IsCancellationRequested
            ? _queue.Read(0, 0, isLocal)
            : _queue.Read(request.MaxCount, request.MaxBytes, isLocal);
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext) =>
        dehydrationContext.TryAddValue(nameof(RelayQueue), _queue.Snapshot());

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (!rehydrationContext.TryGetValue<RelayQueueSnapshot>(nameof(RelayQueue), out var snapshot) || snapshot is null)
            return;
        _queue.Restore(snapshot);
        _metrics.QueueBytesChanged(_queue.Bytes);
    }

    /// <summary>
    /// While a queue changes hands two silos may read it for a moment, and both call. The interval keeps it from moving
    /// to and fro; until it settles it is read across the network.
    /// </summary>
    private bool TryMoveTo(SiloAddress reader)
    {
        if (_movedAt is { } movedAt && _time.GetElapsedTime(movedAt) < MoveInterval)
            return false;
        _movedAt = _time.GetTimestamp();
        RelayLog.QueueMoves(_logger, this.GetPrimaryKeyString(), reader);
        _arrival.Release();
        GrainContext.Migrate(new() { [IPlacementDirector.PlacementHintKey] = reader });
        return true;
    }
}
