using Garnet;

namespace Speeko.Cli.Launch;

/// <summary>A store that speaks Redis, inside this process; for machines that run no Redis. Keeps nothing over a restart.</summary>
internal sealed class EmbeddedStore : IDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server) => _server = server;

    public static EmbeddedStore Start(int port)
    {
        // Orleans compares and sets by scripts that read and write under one lock: hence both Lua settings.
        var server = new GarnetServer(
        [
            "--bind", "127.0.0.1",
            "--port", $"{port}",
            "--memory", "128m",
            "--page", "4m",
            "--index", "4m",
            "--lua",
            "--lua-transaction-mode",
            "--disable-console-logger", "true",
            "-q",
        ]);
        server.Start();
        return new EmbeddedStore(server);
    }

    public void Dispose() => _server.Dispose();
}
