using System.Globalization;
using Speeko.Relay;

namespace Speeko.Benchmarks.Relay;

/// <summary>One provider to measure, and where its silo listens.</summary>
internal sealed record RelayCase(RelayProvider Provider, int PumpMs, int SiloPort, int GatewayPort)
{
    public string Name => Provider == RelayProvider.Push ? "Push" : $"Memory, {PumpMs} ms";

    public string[] Args => [.. new[] { (int)Provider, PumpMs, SiloPort, GatewayPort }
        .Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public static RelayCase Parse(string[] args)
    {
        var numbers = args.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new((RelayProvider)numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    public void Configure(RelayOptions options)
    {
        options.Provider = Provider;
        options.MemoryPumpPeriod = TimeSpan.FromMilliseconds(PumpMs);
        // Memory streams fall so far behind when pressed that their lanes would be replaced in the midst of it.
        options.SilenceLimit = TimeSpan.FromMinutes(5);
    }
}
