namespace Speeko.Tests.EndToEnd.Chaos.Disturbances;

/// <summary>Redis is away for up to two seconds, and comes back with its data.</summary>
internal sealed class RedisRestarted : IDisturbance
{
    private const int LongestMs = 2000;

    public string Name => "restart of Redis";

    public async Task<string> StrikeAsync(ChaosCluster cluster, Random random)
    {
        var away = TimeSpan.FromMilliseconds(random.Next(LongestMs));
        await cluster.Redis.StopAsync();
        await Task.Delay(away, TimeProvider.System);
        await cluster.Redis.StartAgainAsync();
        return FormattableString.Invariant($"away for {away.TotalSeconds:F1} s");
    }
}
