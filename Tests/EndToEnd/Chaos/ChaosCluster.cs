using System.Collections.Concurrent;
using Speeko.Cli.Launch;
using Xunit.Sdk;

namespace Speeko.Tests.EndToEnd.Chaos;

/// <summary>Three silos, two frontends and a Redis that keeps its data, for somebody to break; the launcher starts again what dies.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    public const int Silos = 3;
    public const int Frontends = 2;

    /// <summary>The first silo, with its workers, and the first frontend may stand still, but nobody ends them.</summary>
    public const int Survivor = 0;

    /// <summary>Who takes nothing for so long is cut off: longer than all pauses of those who read with pauses.</summary>
    public static readonly TimeSpan StalledLimit = TimeSpan.FromSeconds(20);

    /// <summary>A silo that stood still for long is ready again before it learns that it was declared dead, and ends.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("speeko-chaos-redis-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly int[] _deaths = new int[Frontends];
    private readonly ConcurrentQueue<long> _siloLosses = [];

    private ChaosCluster()
    {
    }

    public RedisServer Redis { get; private set; } = null!;

    public LocalCluster Processes { get; private set; } = null!;

    /// <summary>Those that live through it all.</summary>
    public LocalClusterProcesses Survivors
    {
        get
        {
            var all = Processes.ProcessIds;
            var silo = all.Silos[Survivor];
            return new LocalClusterProcesses(
                all.Launcher, [silo], [all.Frontends[Survivor]], [.. ProcessTable.ChildrenOf(silo).Where(ProcessTable.IsAlive)]);
        }
    }

    public static async Task<ChaosCluster> StartAsync()
    {
        var cluster = new ChaosCluster();
        cluster.Redis = await RedisServer.StartAsync("--appendonly", "yes", "--dir", cluster._folder.FullName);
        cluster.Processes = await LocalCluster.StartAsync(new LocalClusterOptions
        {
            Silos = Silos,
            Frontends = Frontends,
            RedisEndpoint = cluster.Redis.Endpoint,
            Environment = new Dictionary<string, string>
            {
                // Where a text is cut that stalls nobody could foretell, and processes that stand still make it stall.
                ["Session__StallFlushMs"] = "60000",
                // Of an hour of audio a Redis would need longer to start again than anything here waits.
                ["AudioCache__TtlSeconds"] = "60",
                ["Limits__StalledSeconds"] = $"{StalledLimit.TotalSeconds}",

                // Full, and pushing out, within minutes.
                ["SegmentCache__MaxBytes"] = $"{8 << 20}",
            },
        });
        return cluster;
    }

    /// <summary>Counts twice for each time a frontend is ended: before, and when it is gone. Odd while it ends.</summary>
    public int DeathsOf(int frontend) => Volatile.Read(ref _deaths[frontend]);

    public async Task<TimeSpan> EndFrontendAsync(int frontend, Func<Task<TimeSpan>> end)
    {
        Interlocked.Increment(ref _deaths[frontend]);
        try
        {
            return await end();
        }
        finally
        {
            Interlocked.Increment(ref _deaths[frontend]);
        }
    }

    /// <summary>Tells a process to stop, and returns how long it took.</summary>
    public async Task<TimeSpan> StopAsync(int processId, string name)
    {
        var began = TimeProvider.System.GetTimestamp();
        ProcessTable.Signal(processId, ProcessTable.Terminate);
        try
        {
            await ProcessTable.WaitUntilGoneAsync([processId], LocalCluster.StopLimit);
            return TimeProvider.System.GetElapsedTime(began);
        }
        catch (XunitException)
        {
            // What a supervisor does with one that does not end.
            KeepLogs($"{name}-does-not-end");
            ProcessTable.Signal(processId, ProcessTable.Kill);
            throw;
        }
    }

    /// <summary>A silo stands still or dies from now on.</summary>
    public void LoseSilo() => _siloLosses.Enqueue(TimeProvider.System.GetTimestamp());

    /// <summary>Whether a silo was lost within a moment.</summary>
    /// <param name="moment">How long it was.</param>
    /// <param name="from">Where it began, as a timestamp.</param>
    public bool HasLostSilo(TimeSpan moment, long from) => _siloLosses.Any(loss =>
        TimeProvider.System.GetElapsedTime(from, loss) is var after && after >= TimeSpan.Zero && after <= moment);

    /// <summary>Waits until all silos and frontends run, are ready, and stay so. Returns how long it took, without the staying.</summary>
    public async Task<TimeSpan> WholeAsync()
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        var (since, missing) = (began, "nothing");
        while (time.GetElapsedTime(since) < Lasting)
        {
            await Task.Delay(Pause, time);
            if (await MissingAsync() is not { } one)
                continue;
            (since, missing) = (time.GetTimestamp(), one);
            Assert.True(time.GetElapsedTime(began) < Patience, $"{missing} is not ready after {Patience}\n{Processes.Output}");
        }

        return time.GetElapsedTime(began, since);
    }

    /// <summary>What the processes have logged, where <c>SPEEKO_CHAOS_KEEP</c> says, for whoever has to find a cause.</summary>
    public void KeepLogs(string name)
    {
        if (Environment.GetEnvironmentVariable("SPEEKO_CHAOS_KEEP") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.log"), Processes.Logs);
    }

    public async ValueTask DisposeAsync()
    {
        KeepLogs("end");
        await Processes.DisposeAsync();
        await Redis.DisposeAsync();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<string?> MissingAsync()
    {
        foreach (var member in ClusterState.Read(Path.Combine(Processes.OutputFolder, ClusterState.FileName))!.Processes)
        {
            if (!ProcessTable.IsAlive(member.ProcessId) || !await IsReadyAsync(member.Url))
                return member.Name;
        }

        return null;
    }

    private async Task<bool> IsReadyAsync(Uri member)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(member, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
