namespace Speeko.Grains.Segments;

/// <summary>
/// Tells segments that their silo stops. Orleans deactivates a grain when no call to it is left, and a reader's call lasts
/// as long as its sentence is made. Told in the stage in which grains are deactivated: by then the other silos know that
/// nothing is to be placed here any more, so whoever is sent away finds the segment elsewhere.
/// </summary>
internal sealed class SiloStop : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <param name="grain">Where it runs.</param>
    /// <param name="stopping">What a grain does then.</param>
    public CancellationTokenRegistration Register(IGrainContext grain, Action stopping) =>
        _stopping.Token.UnsafeRegister(_ => grain.Scheduler.QueueAction(stopping), null);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SiloStop), ServiceLifecycleStage.GrainDeactivation, _ => Task.CompletedTask, _ => _stopping.CancelAsync());

    public void Dispose() => _stopping.Dispose();
}
