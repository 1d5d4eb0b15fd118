using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement;

namespace Speeko.Relay;

/// <summary>
/// Has the queues leave a silo that stops. First it ends the reads that wait at them, for a queue can't move or be
/// deactivated while a read waits. Then, while the other silos are told that this one stops and before Orleans
/// deactivates its grains, it waits until their readers have fetched the queues, content and all. Queues that nobody
/// fetches in time are sent to other silos, where their readers find them later.
/// </summary>
internal sealed class RelayDrain(IClusterMembershipService membership, ILocalSiloDetails self, TimeProvider time, ILogger<RelayDrain> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<IGrainContext, bool> _queues = [];

    public CancellationToken Stopping => _stopping.Token;

    public void Enter(IGrainContext queue) => _queues[queue] = true;

    public void Leave(IGrainContext queue)
    {
        if (_queues.TryRemove(queue, out _) && _queues.IsEmpty && _stopping.IsCancellationRequested)
            _empty.TrySetResult();
    }

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(
            nameof(RelayDrain), ServiceLifecycleStage.Active, _ => Task.CompletedTask, _ => _stopping.CancelAsync());
        // In this stage the others are told; grains are deactivated in the next, which waits for all of this one.
        lifecycle.Subscribe(
            nameof(RelayDrain), ServiceLifecycleStage.BecomeActive, _ => Task.CompletedTask, WaitUntilEmpty);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task WaitUntilEmpty(CancellationToken cancellationToken)
    {
        SiloAddress[] others = [.. membership.CurrentSnapshot.ActiveSilos().Where(silo => !silo.Equals(self.SiloAddress))];
        if (others.Length == 0 || await IsEmptyAsync(cancellationToken))
            return;
        foreach (var queue in _queues.Keys)
            queue.Migrate(new() { [IPlacementDirector.PlacementHintKey] = others[Random.Shared.Next(others.Length)] }, cancellationToken);
        if (!await IsEmptyAsync(cancellationToken))
            RelayLog.QueuesStay(logger, string.Join(' ', _queues.Keys.Select(queue => queue.GrainId.Key)));
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        if (!_queues.IsEmpty)
            await _empty.Task.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _queues.IsEmpty;
    }
}
