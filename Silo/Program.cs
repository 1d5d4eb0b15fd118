using System.Runtime;
using Speeko.Hosting;
using Speeko.Silo.Hosting;

namespace Speeko.Silo;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["--help" or "-h", ..])
        {
            Console.WriteLine(SiloHelp.Text);
            return 0;
        }

        // A silo that compacts its heap answers nobody for a twentieth of a second; what is free between the living is filled again anyway.
        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        try
        {
            await SiloHost.Build(args).RunAsync();
            return 0;
        }
        catch (Exception exception) when (StartupFailure.Describe(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync($"speeko-silo: {reason}");
            return 1;
        }
    }
}
