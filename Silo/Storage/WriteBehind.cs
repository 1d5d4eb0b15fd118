using Orleans.Storage;

namespace Speeko.Silo.Storage;

/// <summary>Writes what waits as soon as the store is back, and asks one that gave no answer whether it is.</summary>
internal sealed class WriteBehind(IGrainStorage store, StoreReach reach, UnwrittenStates unwritten, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Read to see whether anything can be. It never exists.</summary>
    private static readonly UnwrittenState<object> Probe = new("probe", GrainId.Create("probe", "probe"), new(), isCleared: true);

    /// <summary>Ends with the token, after a last try.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                await WriteAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await WriteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>One after the other, until one can't be written.</summary>
    private async Task WriteAsync()
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
