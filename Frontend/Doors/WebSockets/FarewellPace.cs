namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>
/// When this process stops, its listeners are sent away one after the other: if all came to another frontend at once, each would
/// wait there for all. Whose turn has not come hears on as before. Thread-safe.
/// </summary>
internal sealed class FarewellPace(TimeProvider time)
{
    /// <summary>As many as another frontend takes up beside its work, also where it has just been started.</summary>
    private const int PerSecond = 40;

    /// <summary>However many there are, so that an orchestrator does not lose its patience.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private int _present;
    private int _turns;

    /// <summary>Somebody has come who will be sent away when this process stops.</summary>
    /// <returns>To be disposed of when it has gone.</returns>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _present);
        return new Presence(this);
    }

    /// <summary>To be called once by each, when this process stops. Ends when it may be sent away.</summary>
    public Task TurnAsync(CancellationToken cancellationToken)
    {
        var turn = Interlocked.Increment(ref _turns) - 1;
        var perSecond = Math.Max(PerSecond, Volatile.Read(ref _present) / Longest.TotalSeconds);
        return Task.Delay(TimeSpan.FromSeconds(turn / perSecond), time, cancellationToken);
    }

    private sealed class Presence(FarewellPace pace) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref pace._present);
    }
}
