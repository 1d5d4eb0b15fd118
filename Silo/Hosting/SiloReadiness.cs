using Speeko.Hosting;

namespace Speeko.Silo.Hosting;

/// <summary>
/// Registered behind Orleans: hosted services start in order, so when this one starts, the silo has joined; and it is the
/// first to be stopped, so that nobody is sent here while the silo leaves.
/// </summary>
internal sealed class SiloReadiness(ReadinessFlag flag) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        flag.IsReady = true;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        flag.IsReady = false;
        return Task.CompletedTask;
    }
}
