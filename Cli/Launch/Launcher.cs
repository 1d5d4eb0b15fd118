namespace Speeko.Cli.Launch;

/// <summary>Runs a cluster on this machine from its start to its end.</summary>
internal sealed class Launcher(LaunchOptions options, StopSignals signals, TimeProvider time)
{
    private const int StoreMegabytes = 64;

    public async Task<int> RunAsync()
    {
        // 1. What can go wrong before anything runs.
        ListenAddress.Check(options);
        if (options.Redis.Length > 0)
            await RedisProbe.CheckAsync(options.Redis, time, signals.Stop);
        using var output = OutputFolder.Open(options.OutputFolder, options.Port);
        using var log = new LaunchLog(output.Logs, time);
        using var ports = new PortClaims();

        // 2. The store, and one for audio.
        var isEmbedded = options.Redis.Length == 0;
        var (storePort, audioPort) = isEmbedded ? (ports.Claim(), ports.Claim()) : (0, 0);
        using var store = isEmbedded ? EmbeddedStore.Start(storePort, StoreMegabytes) : null;
        using var audioStore = isEmbedded ? EmbeddedStore.Start(audioPort, EmbeddedStore.AudioMegabytes) : null;
        var redis = isEmbedded ? $"127.0.0.1:{storePort}" : options.Redis;
        var audioRedis = isEmbedded ? $"127.0.0.1:{audioPort}" : "";

        // 3. The cluster on it, until somebody says stop.
        var plan = new ClusterPlan(options, redis, audioRedis, ports);
        await using var cluster = new Cluster(plan, redis, output, log, time);
        log.Say($"Starting {Count(options.Silos, "silo")} and {Count(options.Frontends, "frontend")}; logs are in {output.Logs}");
        var isReady = false;
        try
        {
            await cluster.StartAsync(signals.Stop);
            if (options.WithDemo)
                await new Demo(options, log, time).SpeakAsync(output.FileAt(Demo.FileName), signals.Stop);
            log.Say($"Speeko is ready at http://127.0.0.1:{options.Port}");
            isReady = true;
            await cluster.SuperviseAsync(signals.Stop);
            return 0;
        }
        catch (OperationCanceledException) when (isReady)
        {
            log.Say("Stopping.");
            return 0;
        }
        finally
        {
            await cluster.StopAsync(signals.Kill);
        }
    }

    private static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";
}
