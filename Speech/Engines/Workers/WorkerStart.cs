using System.Diagnostics;
using System.Globalization;

namespace Speeko.Speech.Engines.Workers;

/// <summary>How a worker process is started.</summary>
internal static class WorkerStart
{
    public static ProcessStartInfo Info(SpeechWorkerOptions options)
    {
        var path = options.ResolvedWorkerPath;
        var start = new ProcessStartInfo
        {
            FileName = path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            if (!File.Exists(path))
                throw new FileNotFoundException($"The speech worker is not at {path}; set SpeechWorkers:WorkerPath.", path);
            start.FileName = DotnetHost();
            start.ArgumentList.Add(path);
        }

        start.ArgumentList.Add(options.SentencesPerWorker.ToString(CultureInfo.InvariantCulture));

        // One thread at a time: what a server would gain from is only overhead here.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    private static string DotnetHost() =>
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
}
