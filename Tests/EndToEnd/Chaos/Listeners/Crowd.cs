namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>Listeners of all manners, who go on until they are told that it is over.</summary>
internal sealed class Crowd(ChaosCluster cluster, int seed, ChaosLog log)
{
    /// <summary>More than what is promised for one loss.</summary>
    private static readonly TimeSpan Remarkable = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _listening = Task.CompletedTask;

    public CrowdTally Tally { get; } = new();

    public bool IsOver => _over.Task.IsCompleted;

    public void Gather(int count) => _listening = Task.WhenAll(Enumerable.Range(0, count).Select(number =>
        new ChaoticListener(cluster, this, number, new Random(seed + number), Comeback(number)).RunAsync()));

    /// <summary>Who is in the middle of writing has to begin again, for what was not written yet would be missing.</summary>
    private IComeback Comeback(int number) => Manner.Of(number).ByToken ? new AskingAnew() : new Resuming(Tally);

    /// <summary>Each hears the utterance to its end that it is in, without playing it in real time any more.</summary>
    public Task DisperseAsync()
    {
        _over.TrySetResult();
        return _listening;
    }

    /// <summary>Waits, but not for those who go home.</summary>
    public Task PauseAsync(Task pause) => Task.WhenAny(pause, _over.Task);

    /// <summary>The longest wait of one visit.</summary>
    public void Waited(TimeSpan wait, string what)
    {
        Tally.Waited(wait);
        if (wait >= Remarkable)
            log.Say(FormattableString.Invariant($"waited {wait.TotalSeconds:F1} s: {what}"));
    }

    /// <summary>Something that should not have been.</summary>
    public void Blame(string fault)
    {
        Tally.Blame(fault);
        log.Say($"FAULT {fault}");
    }
}
