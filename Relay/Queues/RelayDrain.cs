namespace Speeko.Relay;

/// <summary>
/// Tells queues that their silo is stopping. A queue can't be deactivated while a read waits at it, so without this a silo
/// would take up to <see cref="RelayOptions.TakeWait"/> longer to stop.
/// </summary>
internal sealed class RelayDrain : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken Stopping => _stopping.Token;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(RelayDrain),
        ServiceLifecycleStage.Active,
        _ => Task.CompletedTask,
        _ => _stopping.CancelAsync());

    public void Dispose() => _stopping.Dispose();
}
