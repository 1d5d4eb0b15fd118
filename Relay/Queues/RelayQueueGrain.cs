using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Placement;

namespace Speeko.Relay;

/// <inheritdoc cref="IRelayQueueGrain" />
[Reentrant, RelayQueuePlacement, GrainType("relay-queue")]
internal sealed class RelayQueueGrain : Grain, IRelayQueueGrain, IGrainMigrationParticipant
{
    private static readonly TimeSpan MoveInterval = TimeSpan.FromSeconds(2);

    private readonly LocalRelayQueue _queue;
    private readonly RelayReaders _readers;
    private readonly RelayLocality _locality;
    private readonly int _number;
    private readonly HashSet<SiloAddress> _leaving = [];
    private readonly RelayDrain _drain;
    private readonly ISiloStatusOracle _silos;
    private readonly IClusterManifestProvider _manifest;
    private readonly SiloAddress _silo;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private long? _movedAt;

    public RelayQueueGrain(
        IGrainContext context,
        IServiceProvider services,
        RelayMetrics metrics,
        RelayDrain drain,
        ILocalSiloDetails silo,
        ILogger<RelayQueueGrain> logger)
    {
        (var relay, _number) = Name(context.GrainId);
        var options = services.GetRequiredKeyedService<RelayOptions>(relay);
        _locality = services.GetRequiredKeyedService<RelayLocality>(relay);
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;

        // A slow subscriber holds the reader up no longer than this.
        _queue = new(new(options.MaxQueueBytes), metrics, options.MaxCacheAge, _time);
        _silos = services.GetRequiredService<ISiloStatusOracle>();
        _manifest = services.GetRequiredService<IClusterManifestProvider>();
        _readers = new(_time, _silos.IsDeadSilo);
        _drain = drain;
        _silo = silo.SiloAddress;
        _logger = logger;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _drain.Enter(GrainContext);
        _locality.Open(_number, _queue);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _drain.Leave(GrainContext);
        _locality.Close(_number, _queue);
        var left = _queue.Close(_readers.Current).Batches;
        if (left.Length > 0 && reason.ReasonCode != DeactivationReasonCode.Migrating)
            RelayLog.QueueContentLost(_logger, this.GetPrimaryKeyString(), left.Length, reason.ReasonCode);
        return Task.CompletedTask;
    }

    /// <summary>Whose queue it is, and which.</summary>
    public static (string Relay, int Number) Name(GrainId queue)
    {
        var key = queue.Key.ToString()!;
        var slash = key.LastIndexOf('/');
        return (key[..slash], int.Parse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public ValueTask<AppendResult> Append(RelayBatch batch)
    {
        if (_queue.Append(batch) is { } result)
            return new(result);
        if (_queue.IsUnread)
        {
            // There is another that is read, and the producer finds it when this one is gone (see RelayQueuePlacement).
            RelayLog.QueueUnread(_logger, this.GetPrimaryKeyString());
            DeactivateOnIdle();
        }

        return new(AppendResult.Full);
    }

    public async Task<TakeReply> Take(TakeRequest request)
    {
        var isLocal = request.Reader is null || request.Reader.Equals(_silo);
        // A reader's first read asks for nothing: whatever it was told before, it stays now.
        if (request is { Reader: { } newcomer, MaxCount: 0 })
            _leaving.Remove(newcomer);

        _queue.MarkRead();

        // 1. One reader at a time.
        if (!await _readers.TryEnterAsync(request.Reader, _drain.Stopping))
            return _queue.Nothing(isLocal);

        // 2. What the reader has, we need no longer.
        _queue.Acknowledge(request.Position);

        // 3. A reader elsewhere means that the queue changed hands: follow it, content and all.
        if (!isLocal && TryMoveTo(request.Reader!))
            return _queue.Nothing(isLocal);

        // 4. Read what has come together, and wait for the first of it; unless the reader or the silo is stopping.
        if (IsLeaving(request.Reader))
            return _queue.Nothing(isLocal);
        if (request.Reader is { } reader)
            _queue.LetIn(reader);
        return await _queue.TakeAsync(request, isLocal, _drain.Stopping) ?? _queue.Nothing(isLocal);
    }

    public Task EndTake(SiloAddress reader)
    {
        _leaving.Add(reader);
        if (_readers.IsCurrent(reader))
            _queue.SendHome();
        else
            _readers.Dismiss();
        return Task.CompletedTask;
    }

    public Task Release(SiloAddress reader, QueuePosition position, RelayBatch[] undelivered)
    {
        _leaving.Remove(reader);
        // Positions of a former life acknowledge nothing, but what was not delivered is still worth delivering.
        if (_readers.IsCurrent(reader))
        {
            _queue.SendHome();
            _queue.Acknowledge(position);
            _queue.PutBack(undelivered);
            _readers.Leave();
        }
        else if (undelivered.Length > 0)
        {
            // It was passed over, and the next reader has gone on already: late, and perhaps twice, is better than never.
            RelayLog.ReleasedLate(_logger, this.GetPrimaryKeyString(), undelivered.Length);
            _queue.Add(undelivered);
        }

        return Task.CompletedTask;
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext) =>
        dehydrationContext.TryAddValue(nameof(RelayQueue), _queue.Close(_readers.Current));

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (!rehydrationContext.TryGetValue<RelayQueueSnapshot>(nameof(RelayQueue), out var snapshot) || snapshot is null)
            return;
        _queue.Restore(snapshot);
        _readers.Enter(snapshot.Reader);
    }

    private bool IsLeaving(SiloAddress? reader) => reader is not null && _leaving.Contains(reader);

    /// <summary>
    /// While a queue changes hands two silos may read it for a moment, and both call. The interval keeps it from moving
    /// to and fro; until it settles it is read across the network.
    /// </summary>
    private bool TryMoveTo(SiloAddress reader)
    {
        if (_movedAt is { } movedAt && _time.GetElapsedTime(movedAt) < MoveInterval)
            return false;
        // Where Orleans can't place it yet, a migration would end in an empty queue on this silo, without a word.
        if (_silos.GetApproximateSiloStatus(reader) != SiloStatus.Active || !_manifest.Current.Silos.ContainsKey(reader))
            return false;
        _movedAt = _time.GetTimestamp();
        RelayLog.QueueMoves(_logger, this.GetPrimaryKeyString(), reader);
        _queue.SendHome();
        _readers.Dismiss();
        GrainContext.Migrate(new() { [IPlacementDirector.PlacementHintKey] = reader });
        return true;
    }
}
