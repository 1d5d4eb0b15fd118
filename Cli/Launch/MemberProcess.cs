using System.Diagnostics;

namespace Speeko.Cli.Launch;

/// <summary>
/// One run of a member. It lives while this process holds the other end of its standard input, and so does not outlive it.
/// </summary>
internal sealed class MemberProcess : IAsyncDisposable
{
    /// <summary>
    /// That no memory of a process is writable and executable at the same time. On the cores that a local cluster shares it costs
    /// a fifth of every start (docs/performance.md, "The first minute").
    /// </summary>
    private const string WriteXorExecute = "DOTNET_EnableWriteXorExecute";

    private readonly Process _process;

    private MemberProcess(Process process, ProcessLog log)
    {
        _process = process;
        Id = process.Id;
        Exited = WaitAsync(process, log);
    }

    /// <summary>Also of one that has ended and was disposed.</summary>
    public int Id { get; }

    /// <summary>Completes with the exit code, once its last words are in the log.</summary>
    public Task<int> Exited { get; }

    public static MemberProcess Start(MemberPlan plan, ProcessLog log)
    {
        var start = new ProcessStartInfo(ProgramFiles.DotnetHost)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            // Its appsettings.json is read from there.
            WorkingDirectory = Path.GetDirectoryName(plan.Program),
        };
        start.ArgumentList.Add(plan.Program);
        foreach (var setting in plan.Settings)
            start.ArgumentList.Add(setting);
        foreach (var (name, value) in plan.Secrets)
            start.Environment[name] = value;

        // Who wants it all the same sets it to 1.
        start.Environment.TryAdd(WriteXorExecute, "0");
        return new MemberProcess(Process.Start(start)!, log);
    }

    /// <summary>Asks it to stop, and kills it when it has not within the time given.</summary>
    public async Task StopAsync(TimeSpan patience, TimeProvider time, CancellationToken kill)
    {
        // Better than a signal: it works on every system, and also before the process has set up its handlers.
        _process.StandardInput.Close();
        Task exited = Exited;
        await exited.WaitAsync(patience, time, kill).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
            _process.Kill(entireProcessTree: true);
        await Exited;
        _process.Dispose();
    }

    private static async Task<int> WaitAsync(Process process, ProcessLog log)
    {
        await Task.WhenAll(log.FollowAsync(process.StandardOutput), log.FollowAsync(process.StandardError));
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
