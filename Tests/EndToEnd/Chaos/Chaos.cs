using Speeko.Tests.EndToEnd.Chaos.Disturbances;
using Xunit.Sdk;

namespace Speeko.Tests.EndToEnd.Chaos;

/// <summary>
/// One disturbance after the other, in an order that follows from the seed: each kind comes once before any comes again. The
/// product promises to bear one failure at a time, so the cluster is whole between two of them.
/// </summary>
/// <param name="cluster">To be broken.</param>
/// <param name="seed">The same one gives the same order.</param>
/// <param name="blame">Told of what should not have been.</param>
/// <param name="log">Told of everything.</param>
internal sealed class Chaos(ChaosCluster cluster, int seed, Action<string> blame, ChaosLog log)
{
    private const int LongestPeaceMs = 3000;

    private static readonly IDisturbance[] Kinds =
    [
        new SiloKilled(), new SiloStopped(), new FrontendKilled(), new FrontendStopped(), new WorkerKilled(), new RedisRestarted(),
        new ProcessHeld("silo", processes => processes.Silos),
        new ProcessHeld("frontend", processes => processes.Frontends),
        new ProcessHeld("worker", processes => [.. processes.Workers.Where(ProcessTable.IsAlive)]),
    ];

    private readonly Random _random = new(seed);
    private readonly Queue<IDisturbance> _deck = new();

    /// <summary>How much has happened.</summary>
    public int Count { get; private set; }

    public async Task RageAsync(TimeSpan duration)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < duration)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(LongestPeaceMs)), TimeProvider.System);
            await StrikeAsync(Draw());
        }
    }

    /// <summary>One that does not go as it should is a fault, and no reason to stop.</summary>
    private async Task StrikeAsync(IDisturbance disturbance)
    {
        log.Say($"{++Count}. {disturbance.Name} …");
        var victim = "";
        try
        {
            victim = await disturbance.StrikeAsync(cluster, _random);
        }
        catch (XunitException exception)
        {
            blame($"{Count}. {disturbance.Name}: {exception.Message}");
        }

        var healing = await cluster.WholeAsync();
        log.Say(FormattableString.Invariant($"{Count}. {disturbance.Name}: {victim}; whole again after {healing.TotalSeconds:F1} s"));
    }

    private IDisturbance Draw()
    {
        if (_deck.Count == 0)
        {
            var shuffled = Kinds.ToArray();
            _random.Shuffle(shuffled);
            foreach (var kind in shuffled)
                _deck.Enqueue(kind);
        }

        return _deck.Dequeue();
    }
}
