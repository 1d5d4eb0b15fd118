using BenchmarkDotNet.Running;
using Speeko.Benchmarks.Caching;
using Speeko.Benchmarks.Clauses;
using Speeko.Benchmarks.Relay;

namespace Speeko.Benchmarks;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["relay", ..])
            return await RelayBenchmark.RunAsync(args[1..]);
        if (args is ["cache", var address])
            return await CacheBenchmark.RunAsync(address);
        if (args is ["clause"])
            return await ClauseBenchmark.RunAsync();
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
    }
}
