namespace Speeko.Tests.EndToEnd;

/// <summary>A real Redis of one's own.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly RunningProgram _program;

    private RedisServer(RunningProgram program, int port)
    {
        _program = program;
        Endpoint = $"127.0.0.1:{port}";
    }

    /// <summary><c>host:port</c></summary>
    public string Endpoint { get; }

    public int ProcessId => _program.Id;

    public static async Task<RedisServer> StartAsync()
    {
        var port = FreePorts.Find(0);
        var program = RunningProgram.Start(
            "redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        await program.LineAsync(line => line.Contains("Ready to accept connections", StringComparison.Ordinal), StartLimit);
        return new RedisServer(program, port);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
