namespace Speeko.Frontend.Gateway;

/// <summary>A frontend may be started before its silos: it waits for them.</summary>
internal sealed class ConnectionRetry(TimeProvider time, ILogger<ConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        GatewayLog.ClusterUnreachable(logger, exception.Message);
        await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
