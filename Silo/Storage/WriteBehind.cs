using Orleans.Storage;

namespace Speeko.Silo.Storage;

/// <summary>Writes what waits as soon as the store is back, and asks one that gave no answer whether it is.</summary>
internal sealed class WriteBehind(
    IGrainStorage store, StoreReach reach, UnwrittenStates unwritten, TimeProvider time, ILogger<WriteBehind> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Read to see whether anything can be. It never exists.</summary>
    private static readonly UnwrittenState<object> Probe = new("probe", GrainId.Create("probe", "probe"), new(), isCleared: true);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>It ends behind the grains, after a last try.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(WriteBehind), ServiceLifecycleStage.ApplicationServices, StartAsync, StopAsync);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WriteAsync().ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>One after the other, until one can't be written.</summary>
    public async Task WriteAsync()
    {
        var waiting = unwritten.All;
        if (waiting.Length == 0)
        {
            if (reach.IsAway)
                await TryAsync(Probe).ConfigureAwait(false);
            return;
        }

        var written = 0;
        foreach (var state in waiting)
        {
            if (!await TryAsync(state).ConfigureAwait(false))
                break;
            if (unwritten.Remove(state))
                written++;
        }

        if (written > 0)
            StorageLog.Written(logger, written);
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            await WriteAsync().ConfigureAwait(false);
    }

    private async Task<bool> TryAsync(UnwrittenState state)
    {
        try
        {
            return await reach.TryAgainAsync(end => state.OverwriteAsync(store, end)).ConfigureAwait(false);
        }
        catch (InconsistentStateException)
        {
            // Somebody wrote between the look at the ETag and the write; there is a next time.
            return false;
        }
    }
}
