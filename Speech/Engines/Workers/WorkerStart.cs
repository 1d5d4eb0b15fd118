using System.Diagnostics;
using System.Globalization;

namespace Speeko.Speech.Engines.Workers;

/// <summary>How a worker process is started.</summary>
internal static class WorkerStart
{
    private static readonly string[] NicePaths = ["/usr/bin/nice", "/bin/nice"];

    public static ProcessStartInfo Info(SpeechWorkerOptions options)
    {
        var path = options.ResolvedWorkerPath;
        var isAssembly = path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        if (isAssembly && !File.Exists(path))
            throw new FileNotFoundException($"The speech worker is not at {path}; set SpeechWorkers:WorkerPath.", path);
        string[] command =
        [
            .. GivingWay(options.Niceness),
            .. isAssembly ? [DotnetHost(), path] : new[] { path },
            options.SentencesPerWorker.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // One thread at a time: what a server would gain from is only overhead here.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    /// <summary>
    /// A system counts niceness by threads, and a new one has that of its creator: only what the process is begun with holds for all
    /// that it ever has. The command becomes the worker, with the same process id. Where it is not, workers are as all others.
    /// </summary>
    private static string[] GivingWay(int niceness) =>
        niceness > 0 && NicePaths.FirstOrDefault(File.Exists) is { } nice
            ? [nice, "-n", niceness.ToString(CultureInfo.InvariantCulture)]
            : [];

    private static string DotnetHost() =>
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
}
