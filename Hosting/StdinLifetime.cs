namespace Speeko.Hosting;

/// <summary>
/// Stops the host when its standard input ends. A launcher holds the other end, so nothing that it started outlives it,
/// however it dies.
/// </summary>
internal sealed class StdinLifetime(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    public const string Setting = "Lifetime:StopWithStdin";

    /// <summary>
    /// A launcher that was killed may have taken the store with it, and then a silo finds nobody to tell that it leaves: past this
    /// the process ends as it is.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A read of standard input can't be cancelled; a host that stops for another reason leaves it behind.
        await InputEnd.Of(Console.OpenStandardInput()).WaitAsync(stoppingToken);
        _ = EndAfterPatienceAsync();
        lifetime.StopApplication();
    }

    private async Task EndAfterPatienceAsync()
    {
        await Task.Delay(Patience, time, CancellationToken.None);
        Environment.Exit(1);
    }
}
