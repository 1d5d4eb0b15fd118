namespace Speeko.Cli.Launch;

/// <summary>The members together: started at once, kept alive, stopped in order.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan FrontendPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SiloPatience = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Of two silos that write into the membership table in the same moment one is sent back, and waits for 3 to 5 s before it tries again.
    /// </summary>
    private static readonly TimeSpan SilosApart = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly HealthProbe _health;
    private readonly Member[] _silos;
    private readonly Member[] _frontends;
    private readonly string _redis;
    private readonly string _stateFile;

    public Cluster(ClusterPlan plan, string redis, OutputFolder output, LaunchLog log, TimeProvider time)
    {
        (_redis, _time) = (redis, time);
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
        await StartAsync(_silos, SilosApart, stop);
        await StartAsync(_frontends, TimeSpan.Zero, stop);
    }

    /// <summary>Restarts what dies, until <paramref name="stop"/>.</summary>
    public Task SuperviseAsync(CancellationToken stop) => Task.WhenAll(All.Select(member => member.SuperviseAsync(stop)));

    /// <summary>Frontends first, so that nobody is served by a cluster that leaves.</summary>
    public async Task StopAsync(CancellationToken kill)
    {
        await Task.WhenAll(_frontends.Select(member => member.StopAsync(FrontendPatience, kill)));
        await Task.WhenAll(_silos.Select(member => member.StopAsync(SiloPatience, kill)));
    }

    private async Task StartAsync(IEnumerable<Member> members, TimeSpan apart, CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var starting = members.Select((member, number) => StartInTurnAsync(member, number * apart, failed.Token)).ToList();
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

    private async Task StartInTurnAsync(Member member, TimeSpan turn, CancellationToken stop)
    {
        await Task.Delay(turn, _time, stop);
        await member.StartAsync(stop);
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
