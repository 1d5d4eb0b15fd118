namespace Speeko.Cli.Launch;

/// <summary>One silo or frontend, kept alive: when its process dies, another takes its place.</summary>
internal sealed class Member(MemberPlan plan, string logFolder, HealthProbe health, LaunchLog launch, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    /// <summary>Ctrl-C reaches the whole process group: a death of that is not worth a word.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(300);

    private readonly ProcessLog _log = new(Path.Combine(logFolder, plan.LogFile));
    private MemberProcess? _process;

    public MemberPlan Plan => plan;

    public int? ProcessId => _process?.Id;

    public string LogPath => _log.Path;

    /// <summary>Told after every start, with the new process id.</summary>
    public event Action? Started;

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        var began = time.GetTimestamp();
        var process = MemberProcess.Start(plan, _log);
        _process = process;
        Started?.Invoke();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ready = health.WaitUntilReadyAsync(plan.ReadyUrl, waiting.Token).WaitAsync(StartTimeout, time, stop);
        if (await Task.WhenAny(ready, process.Exited) != ready)
        {
            await waiting.CancelAsync();
            await ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.ThrowIfCancellationRequested();
            throw new CommandFailure(
                $"{plan.Name} ended with exit code {await process.Exited} before it was ready. Its last words ({_log.Path}):"
                + Environment.NewLine + _log.LastLines);
        }

        try
        {
            await ready;
        }
        catch (TimeoutException)
        {
            await waiting.CancelAsync();
            throw new CommandFailure(
                $"{plan.Name} was not ready within {StartTimeout.TotalSeconds} s. Its last words ({_log.Path}):"
                + Environment.NewLine + _log.LastLines);
        }

        launch.Say($"{plan.Name} is ready at {plan.Url} (process {process.Id}, {time.GetElapsedTime(began).TotalSeconds:0.0} s)");
    }

    /// <summary>Restarts it whenever it dies, until <paramref name="stop"/>.</summary>
    public async Task SuperviseAsync(CancellationToken stop)
    {
        var pause = new RestartPause(time);
        while (true)
        {
            var process = _process!;
            pause.Begin();
            var code = await process.Exited.WaitAsync(stop);
            await Task.Delay(StopGrace, time, stop);
            do
            {
                var wait = pause.Next();
                launch.Say($"{plan.Name} (process {process.Id}) died with exit code {code}; again in {wait.TotalSeconds:0.0} s. Log: {_log.Path}");
                await Task.Delay(wait, time, stop);
            }
            while (!await TryRestartAsync(stop));
        }
    }

    public Task StopAsync(TimeSpan patience, CancellationToken kill) =>
        _process?.StopAsync(patience, time, kill) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _log.Dispose();
    }

    private async Task<bool> TryRestartAsync(CancellationToken stop)
    {
        await _process!.DisposeAsync();
        _log.Write($"--- restarted by speeko up at {time.GetUtcNow():HH:mm:ss.fff} ---");
        try
        {
            await StartAsync(stop);
            return true;
        }
        catch (CommandFailure failure)
        {
            launch.Say(failure.Message);
            return false;
        }
    }
}
