using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Speeko.Relay;

namespace Speeko.Benchmarks.Relay;

/// <summary>The silo's process. It ends with its standard input, so it does not outlive who started it.</summary>
internal static class RelaySilo
{
    public const string Ready = "ready";

    public static async Task RunAsync(RelayCase setup)
    {
        var host = Host.CreateApplicationBuilder();
        host.Logging.ClearProviders();
        host.UseOrleans(silo => silo
            .UseLocalhostClustering(setup.SiloPort, setup.GatewayPort)
            .AddMemoryGrainStorage("PubSubStore")
            .AddRelayStreams(RelayBenchmark.Provider, setup.Configure));
        using var app = host.Build();
        await app.StartAsync();
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }
}
