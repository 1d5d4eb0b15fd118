using Speeko.Speech.Engines;

namespace Speeko.Silo.Hosting;

/// <summary>Starts the engine before, and ends it after, the silo.</summary>
internal sealed class EngineStartup(ISpeechEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => engine.DisposeAsync().AsTask();
}
