using Speeko.Hosting;

namespace Speeko.Frontend.Gateway;

/// <summary>Opens the lanes, and calls the frontend ready once a probe has come back through each of them.</summary>
internal sealed class LaneStartup(LaneSet lanes, ReadinessFlag flag, ILogger<LaneStartup> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        flag.IsReady = false;
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await lanes.DisposeAsync().ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lanes.OpenAsync(stoppingToken).ConfigureAwait(false);
            flag.IsReady = true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            GatewayLog.LanesFailed(logger, exception);
            throw;
        }
    }
}
