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

    /// <summary>
    /// For audio: a sixteenth of the machine's memory, taken as it is needed. The least is 50 minutes of speech, as much as 300
    /// listeners have before them who each hear something else.
    /// </summary>
    public static int AudioMegabytes => (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 >> 20, 128, 1024);

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
