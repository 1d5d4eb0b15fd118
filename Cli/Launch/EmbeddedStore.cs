using Garnet;

namespace Speeko.Cli.Launch;

/// <summary>
/// A store that speaks Redis, inside this process; for machines that run no Redis. Keeps nothing over a restart, and when it
/// is full throws away what was written longest ago, be it what it may: so what grows has a store of its own.
/// </summary>
internal sealed class EmbeddedStore : IDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server) => _server = server;

    /// <param name="port">To listen at.</param>
    /// <param name="megabytes">Memory for what is kept.</param>
    public static EmbeddedStore Start(int port, int megabytes)
    {
        // Orleans compares and sets by scripts that read and write under one lock: hence both Lua settings.
        var server = new GarnetServer(
        [
            "--bind", "127.0.0.1",
            "--port", $"{port}",
            "--memory", $"{megabytes}m",
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
