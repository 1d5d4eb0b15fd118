namespace Speeko.Frontend.Gateway;

/// <summary>Looks after sessions that should be speaking and are not.</summary>
internal sealed class SessionWatch(SessionTable table, TimeProvider time, ILogger<SessionWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>A session that speaks is silent for as long only when its listener has seconds in hand, or when it is lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                foreach (var session in table.All)
                    session.Check(Patience);
            }
            catch (Exception exception)
            {
                GatewayLog.WatchFailed(logger, exception);
            }
        }
    }
}
