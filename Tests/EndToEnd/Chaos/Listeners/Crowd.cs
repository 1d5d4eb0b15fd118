namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>Listeners of all manners, who go on until they are told that it is over.</summary>
internal sealed class Crowd(ChaosCluster cluster, int seed, ChaosLog log)
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _listening = Task.CompletedTask;

    public CrowdTally Tally { get; } = new();

    public bool IsOver => _over.Task.IsCompleted;

    public void Gather(int count) => _listening = Task.WhenAll(Enumerable.Range(0, count).Select(number =>
        new ChaoticListener(cluster, this, number, new Random(seed + number), new AskingAnew()).RunAsync()));

    /// <summary>Each hears the utterance to its end that it is in, without playing it in real time any more.</summary>
    public Task DisperseAsync()
    {
        _over.TrySetResult();
        return _listening;
    }

    /// <summary>Waits, but not for those who go home.</summary>
    public Task PauseAsync(Task pause) => Task.WhenAny(pause, _over.Task);

    /// <summary>Something that should not have been.</summary>
    public void Blame(string fault)
    {
        Tally.Blame(fault);
        log.Say($"FAULT {fault}");
    }
}
