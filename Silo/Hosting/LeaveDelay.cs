namespace Speeko.Silo.Hosting;

/// <summary>
/// Keeps a silo that is told to stop at work while Redis is away, for it can't leave: leaving is a line in the membership table,
/// and without it the others go on sending here what nobody would fetch any more. Stopped before the silo, behind which it is
/// registered.
/// </summary>
/// <param name="canLeave">Whether Redis answers; does not take long.</param>
internal sealed class LeaveDelay(Func<Task<bool>> canLeave, TimeProvider time, ILogger<LeaveDelay> logger) : IHostedService
{
    /// <summary>The host gives 30 s for all, and supervisors seldom more; some are left to leave in.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        if (await canLeave().ConfigureAwait(false))
            return;
        HostingLog.LeaveDelayed(logger, Patience.TotalSeconds);
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                if (await canLeave().ConfigureAwait(false))
                    return;
                if (time.GetElapsedTime(asked) >= Patience)
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host is in a hurry.
        }

        HostingLog.LeftUnnoticed(logger);
    }
}
