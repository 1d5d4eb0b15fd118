using Microsoft.Extensions.Options;

namespace Speeko.Silo.Caching;

/// <summary>Asks Redis first of all, and one that failed until it answers, so that no listener has to wait for that.</summary>
internal sealed class CacheProbe(AudioStore store, CacheHealth health, IOptions<AudioCacheOptions> options, TimeProvider time)
    : BackgroundService
{
    /// <summary>Asked for as audio would be, for a Redis may allow one command and refuse another. It never exists.</summary>
    private const string Key = "probe";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.ProbeMs), time);
        // The first one takes many times as long as any later one.
        await AskAsync(stoppingToken).ConfigureAwait(false);
        while (true)
        {
            await health.LossAsync(stoppingToken).ConfigureAwait(false);
            await AskAsync(stoppingToken).ConfigureAwait(false);
            if (!health.IsWell)
                await pause.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            (await store.GetAsync(Key).WaitAsync(cancellationToken).ConfigureAwait(false))?.Dispose();
            health.Worked();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && AudioStore.IsOutage(exception))
        {
            // Who reads next will find out and log it.
        }
    }
}
