using StackExchange.Redis;

namespace Speeko.Tests.EndToEnd;

/// <summary>A real Redis of one's own, that can be taken away and given back. Keeps nothing over a restart unless told to.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>With much to load from a disk that others use too, it takes its time.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly int _port;
    private readonly string[] _arguments;
    private RunningProgram _program;

    private RedisServer(RunningProgram program, int port, string[] arguments) =>
        (_program, _port, _arguments) = (program, port, arguments);

    /// <summary><c>host:port</c></summary>
    public string Endpoint => $"127.0.0.1:{_port}";

    public int ProcessId => _program.Id;

    /// <param name="arguments">Further ones of redis-server.</param>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        var port = FreePorts.Find(0);
        return new RedisServer(await RunAsync(port, arguments), port, arguments);
    }

    /// <summary>As a crash would end it.</summary>
    public async Task KillAsync()
    {
        _program.Signal(ProcessTable.Kill);
        await _program.ExitCodeAsync(StartLimit);
    }

    /// <summary>As an operator would end it: it writes what it has to keep.</summary>
    public async Task StopAsync()
    {
        _program.Signal(ProcessTable.Terminate);
        await _program.ExitCodeAsync(StartLimit);
    }

    /// <summary>On the same port.</summary>
    public async Task StartAgainAsync()
    {
        await _program.DisposeAsync();
        _program = await RunAsync(_port, _arguments);
    }

    /// <summary>It keeps its connections, and answers nobody.</summary>
    public void Hang() => _program.Signal(ProcessTable.Stop);

    public void WakeUp() => _program.Signal(ProcessTable.Continue);

    /// <summary>From now on it knows keys of these patterns only, <c>~*</c> for all; about others it refuses every command.</summary>
    public async Task AllowAsync(params string[] patterns)
    {
        await using var connection = await ConnectAsync();
        await connection.GetDatabase().ExecuteAsync("ACL", ["SETUSER", "default", "resetkeys", .. patterns]);
    }

    /// <summary>For looking behind the cluster's back.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"{Endpoint},allowAdmin=true");

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static async Task<RunningProgram> RunAsync(int port, string[] arguments)
    {
        var program = RunningProgram.Start(
            "redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. arguments]);
        await program.LineAsync(line => line.Contains("Ready to accept connections", StringComparison.Ordinal), StartLimit);
        return program;
    }
}
