namespace Speeko.Cli.Launch;

/// <summary>The members together: started at once, kept alive, stopped in order.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan FrontendPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SiloPatience = TimeSpan.FromSeconds(8);

    private readonly Lock _gate = new();
    private readonly HealthProbe _health;
    private readonly Member[] _silos;
    private readonly Member[] _frontends;
    private readonly string _redis;
    private readonly string _stateFile;

    public Cluster(ClusterPlan plan, string redis, OutputFolder output, LaunchLog log, TimeProvider time)
    {
        _redis = redis;
        _stateFile = output.FileAt(ClusterState.FileName);
        _health = new HealthProbe(time);
        _silos = [.. plan.Silos().Select(Create)];
        _frontends = [.. plan.Frontends().Select(Create)];

        Member Create(MemberPlan member)
        {
            var created = new Member(member, output.Logs, _health, log, time);
            created.Started += WriteState;
            return created;
        }
    }

    private IEnumerable<Member> All => _silos.Concat(_frontends);

    /// <summary>
    /// Completes when all are ready; the first that fails makes the whole fail. Silos first: a silo that joins takes queues over
    /// from the others, and a frontend that has its lanes already would lose some of them for a moment.
    /// </summary>
    public async Task StartAsync(CancellationToken stop)
    {
        await StartAsync(_silos, stop);
        await StartAsync(_frontends, stop);
    }

    /// <summary>Restarts what dies, until <paramref name="stop"/>.</summary>
    public Task SuperviseAsync(CancellationToken stop) => Task.WhenAll(All.Select(member => member.SuperviseAsync(stop)));

    /// <summary>Frontends first, so that nobody is served by a cluster that leaves.</summary>
    public async Task StopAsync(CancellationToken kill)
    {
        await Task.WhenAll(_frontends.Select(member => member.StopAsync(FrontendPatience, kill)));
        await Task.WhenAll(_silos.Select(member => member.StopAsync(SiloPatience, kill)));
    }

    private static async Task StartAsync(IEnumerable<Member> members, CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var starting = members.Select(member => member.StartAsync(failed.Token)).ToList();
        try
        {
            await foreach (var one in Task.WhenEach(starting))
                await one;
        }
        finally
        {
            await failed.CancelAsync();
            await Task.WhenAll(starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in All)
            await member.DisposeAsync();
        _health.Dispose();
        File.Delete(_stateFile);
    }

    private void WriteState()
    {
        lock (_gate)
        {
            var processes = All.Where(member => member.ProcessId is not null).Select(member => new ClusterState.Process(
                member.Plan.Name, member.Plan.Kind, member.ProcessId!.Value, member.Plan.Url, member.LogPath));
            new ClusterState(Environment.ProcessId, _redis, [.. processes]).Write(_stateFile);
        }
    }
}
