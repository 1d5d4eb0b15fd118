using Microsoft.Extensions.Logging;

namespace Speeko.Relay;

/// <summary>
/// Has the queues leave a silo that stops. First it ends the reads that wait at them, for a queue can't move or be
/// deactivated while a read waits. Then, while the other silos are told that this one stops and before Orleans
/// deactivates its grains, it waits until their readers have fetched the queues, content and all.
/// </summary>
internal sealed class RelayDrain(IClusterMembershipService membership, ILocalSiloDetails self, TimeProvider time, ILogger<RelayDrain> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _queues;

    public CancellationToken Stopping => _stopping.Token;

    public void Enter() => Interlocked.Increment(ref _queues);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _queues) == 0 && _stopping.IsCancellationRequested)
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
        var isLast = !membership.CurrentSnapshot.Members.Values.Any(member =>
            member.Status == SiloStatus.Active && !member.SiloAddress.Equals(self.SiloAddress));
        if (isLast || Volatile.Read(ref _queues) == 0)
            return;
        try
        {
            await _empty.Task.WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            RelayLog.QueuesNotFetched(logger, Volatile.Read(ref _queues));
        }
    }
}
