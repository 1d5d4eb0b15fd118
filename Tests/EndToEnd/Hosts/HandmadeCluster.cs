namespace Speeko.Tests.EndToEnd.Hosts;

/// <summary>Redis, silos and a frontend started one by one, as an operator would; nobody starts again what ends.</summary>
internal sealed class HandmadeCluster : IAsyncDisposable
{
    public const string ApiKey = "handmade";

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("speeko-handmade-");
    private readonly List<RunningProgram> _programs = [];
    private int _killed;

    private HandmadeCluster()
    {
    }

    public RedisServer Redis { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    /// <summary>In the order of their start, those that have ended included.</summary>
    public List<RunningProgram> Silos { get; } = [];

    /// <summary>For the message of a test that fails.</summary>
    public string Logs => string.Join('\n', _programs.Select(program => $"== {program.Id}\n{program.Output}{program.Errors}"));

    public static async Task<HandmadeCluster> StartAsync(int silos)
    {
        var cluster = new HandmadeCluster();
        cluster.Redis = await RedisServer.StartAsync("--appendonly", "yes", "--dir", cluster._folder.FullName);
        for (var number = 0; number < silos; number++)
            await cluster.StartSiloAsync();
        var port = FreePorts.Find(0);
        cluster.Url = new Uri($"http://127.0.0.1:{port}/");
        cluster._programs.Add(HostPrograms.Frontend([.. cluster.Common(cluster.Url), $"--Auth:ApiKeys:0={ApiKey}"]));
        await HostPrograms.ReadyAsync(cluster.Url);
        return cluster;
    }

    /// <summary>Waits until it has joined.</summary>
    public async Task StartSiloAsync()
    {
        var port = FreePorts.Find(0, 1, 2);
        var url = new Uri($"http://127.0.0.1:{port}/");
        var silo = HostPrograms.Silo(
            [.. Common(url), $"--Cluster:SiloPort={port + 1}", $"--Cluster:GatewayPort={port + 2}", "--SpeechWorkers:Workers=1"]);
        Silos.Add(silo);
        _programs.Add(silo);
        await HostPrograms.ReadyAsync(url);
    }

    /// <summary>Kills a silo, and waits until the others have declared it dead.</summary>
    public async Task KillAsync(RunningProgram silo)
    {
        silo.Signal(ProcessTable.Kill);
        await silo.ExitCodeAsync(HostPrograms.Limit);
        _killed++;
        await using var redis = await Redis.ConnectAsync();
        await Eventually.TrueAsync(
            async () => (await redis.GetDatabase().HashValuesAsync($"speeko/members/{_id}")).Count(IsDead) >= _killed,
            HostPrograms.Limit,
            () => $"It is not declared dead.\n{Logs}");

        static bool IsDead(StackExchange.Redis.RedisValue row) =>
            $"{row}".Replace(" ", "", StringComparison.Ordinal).Contains("\"Status\":6", StringComparison.Ordinal);
    }

    /// <summary>Waits until a silo has read that it is the only one: what only Redis knows is not known when Redis goes.</summary>
    public static Task KnowsToBeAloneAsync(RunningProgram silo) => silo.LineAsync(
        line => line.Contains("range changed from <MultiRange", StringComparison.Ordinal) && line.Contains("to <(0 0]", StringComparison.Ordinal),
        HostPrograms.Limit);

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
            await program.DisposeAsync();
        await Redis.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string[] Common(Uri url) => [$"--urls={url}", $"--Cluster:Redis={Redis.Endpoint}", $"--Cluster:ClusterId={_id}"];
}
