using Speeko.Cli.Commands;
using Speeko.Cli.Launch;

namespace Speeko.Tests.EndToEnd;

/// <summary>
/// A cluster of real processes, started as its users start it: by <c>speeko up</c>. Disposing stops it by SIGTERM and fails
/// if a process is left.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    public static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(180);
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly RunningProgram _launcher;
    private readonly RedisServer? _redis;
    private readonly DirectoryInfo _folder;

    private LocalCluster(RunningProgram launcher, RedisServer? redis, DirectoryInfo folder, int port, int frontends)
    {
        _launcher = launcher;
        _redis = redis;
        _folder = folder;
        Urls = [.. Enumerable.Range(0, frontends).Select(index => new Uri($"http://127.0.0.1:{port + (index * 10)}/"))];
    }

    /// <summary>First address of each frontend; its second is one port up.</summary>
    public IReadOnlyList<Uri> Urls { get; }

    public string ApiKey { get; } = ConnectionOptions.LocalKey;

    /// <summary><c>host:port</c> of the store.</summary>
    public string RedisEndpoint => State().Redis;

    /// <summary>Read anew each time: what dies is replaced.</summary>
    public LocalClusterProcesses ProcessIds
    {
        get
        {
            var state = State();
            var silos = IdsOf(state, "silo");
            return new LocalClusterProcesses(
                state.Launcher, silos, IdsOf(state, "frontend"), [.. silos.SelectMany(ProcessTable.ChildrenOf)]);
        }
    }

    /// <summary>Where the launcher leaves its files.</summary>
    public string OutputFolder => _folder.FullName;

    /// <summary>What the launcher has said so far.</summary>
    public string Output => _launcher.Output;

    /// <summary>What the processes have logged so far, for the message of a test that fails.</summary>
    public string Logs => string.Join('\n', new DirectoryInfo(Path.Combine(OutputFolder, "logs")).EnumerateFiles()
        .Select(file => $"== {file.Name}\n{ReadShared(file)}"));

    /// <summary>Starts a cluster and waits until it calls itself ready.</summary>
    public static async Task<LocalCluster> StartAsync(LocalClusterOptions options)
    {
        var redis = options.WithRedis ? await RedisServer.StartAsync() : null;
        var port = FreePorts.Find([.. Enumerable.Range(0, options.Frontends).SelectMany(index => (int[])[index * 10, (index * 10) + 1])]);
        var shared = options.OutputFolder;
        var folder = shared is null
            ? Directory.CreateTempSubdirectory("speeko-cluster-")
            : Directory.CreateDirectory(Path.Combine(shared, $"{port}"));
        string[] arguments =
        [
            "up",
            "--silos", $"{options.Silos}",
            "--frontends", $"{options.Frontends}",
            "--port", $"{port}",
            "--out", shared ?? folder.FullName,
            // A test host that dies leaves no cluster behind.
            "--stop-with-stdin",
            .. (redis?.Endpoint ?? options.RedisEndpoint) is { } endpoint ? (string[])["--redis", endpoint] : [],
            .. options.WithDemo ? (string[])[] : ["--no-demo"],
            .. options.Arguments,
        ];
        var cluster = new LocalCluster(SpeekoCommand.Start(arguments, options.Environment), redis, folder, port, options.Frontends);
        try
        {
            await cluster._launcher.LineAsync(line => line == $"Speeko is ready at http://127.0.0.1:{port}", StartLimit);
            return cluster;
        }
        catch
        {
            await cluster._launcher.DisposeAsync();
            if (redis is not null)
                await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends a process of the cluster as a crash would, and waits until it is gone.</summary>
    public Task KillAsync(int processId)
    {
        Assert.Contains(processId, ProcessIds.All);
        ProcessTable.Signal(processId, ProcessTable.Kill);
        return ProcessTable.WaitUntilGoneAsync([processId], StopLimit);
    }

    /// <summary>Waits for a line of the launcher.</summary>
    public Task<string> LineAsync(Predicate<string> match) => _launcher.LineAsync(match, StartLimit);

    /// <summary>Waits until a process is ready that was not there <paramref name="before"/>.</summary>
    public Task ReplacedAsync(IReadOnlyList<int> before) => LineAsync(line => line.Contains("is ready at", StringComparison.Ordinal)
        && ProcessIds.All.Except(before).Any(id => line.Contains($"(process {id},", StringComparison.Ordinal)));

    /// <summary>Sends the launcher a signal, and returns its exit code once every process is gone.</summary>
    public Task<int> StopAsync(int signal) => StopAsync(() =>
    {
        _launcher.Signal(signal);
        return Task.CompletedTask;
    });

    /// <summary>As <see cref="StopAsync(int)"/>, by the end of the launcher's standard input.</summary>
    public Task<int> StopByInputAsync() => StopAsync(() => _launcher.WriteAsync("", isLast: true));

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (ProcessTable.IsAlive(_launcher.Id))
                Assert.Equal(0, await StopAsync(ProcessTable.Terminate));
        }
        finally
        {
            await _launcher.DisposeAsync();
            if (_redis is not null)
                await _redis.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<int> StopAsync(Func<Task> stop)
    {
        var all = ProcessTable.DescendantsOf(_launcher.Id);
        await stop();
        var code = await _launcher.ExitCodeAsync(StopLimit);
        await ProcessTable.WaitUntilGoneAsync(all, StopLimit);
        return code;
    }

    private static int[] IdsOf(ClusterState state, string kind) =>
        [.. state.Processes.Where(process => process.Kind == kind).Select(process => process.ProcessId)];

    private static string ReadShared(FileInfo file)
    {
        using var reader = new StreamReader(file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private ClusterState State() => ClusterState.Read(Path.Combine(OutputFolder, ClusterState.FileName))
        ?? throw new InvalidOperationException("The cluster does not run.");
}
