using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Speeko.Relay;

namespace Speeko.Benchmarks.Relay;

/// <summary>
/// Measures the way from a grain on a silo to a subscriber in another process: <c>dotnet run -c Release --project
/// Benchmarks -- relay</c>. Prints a table in Markdown.
/// </summary>
internal static class RelayBenchmark
{
    public const string Provider = "relay";

    private static readonly (RelayProvider Provider, int PumpMs)[] Cases =
        [(RelayProvider.Push, 100), (RelayProvider.Memory, 100), (RelayProvider.Memory, 1)];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["silo", .. var silo])
        {
            await RelaySilo.RunAsync(RelayCase.Parse(silo));
            return 0;
        }

        Console.WriteLine(RelayFigures.Header);
        foreach (var (provider, pumpMs) in Cases)
            Console.WriteLine(await MeasureAsync(new(provider, pumpMs, FreePort(), FreePort())));
        return 0;
    }

    private static async Task<RelayFigures> MeasureAsync(RelayCase setup)
    {
        // Started by its own program file, or by dotnet with the assembly's name.
        var self = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(Program).Assembly.Location] : [];
        using var silo = Process.Start(new ProcessStartInfo(self, [.. assembly, "relay", "silo", .. setup.Args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            if (await silo.StandardOutput.ReadLineAsync() != RelaySilo.Ready)
                throw new InvalidOperationException("The silo did not start.");
            return await RelayClient.MeasureAsync(setup);
        }
        finally
        {
            silo.StandardInput.Close();
            await silo.WaitForExitAsync();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
