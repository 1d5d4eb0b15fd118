namespace Speeko.Frontend.Gateway;

/// <summary>Looks after sessions that should be speaking and are not.</summary>
internal sealed class SessionWatch(SessionTable table, TimeProvider time, ILogger<SessionWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await Task.WhenAll(table.All.Select(session => session.CheckAsync(Patience))).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                GatewayLog.WatchFailed(logger, exception);
            }
        }
    }
}
