using Speeko.Tests.EndToEnd.Chaos.Leaks;
using Speeko.Tests.EndToEnd.Chaos.Listeners;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Chaos;

/// <summary>
/// A crowd listens while the cluster is broken again and again, and each of it knows exactly what it has to hear.
/// <c>./test.sh --chaos 60m</c> does it for an hour; a run is repeated by <c>SPEEKO_CHAOS_SEED</c>.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>What a session's own silo and the queues to it need to be found anew, twice over, on a machine that is busy.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>A shorter run sees nothing but caches that fill up.</summary>
    private static readonly TimeSpan LevelAfter = TimeSpan.FromMinutes(4);

    private const long MoreMegabytes = 60;

    private const int MostLostTwice = 5;

    private readonly TimeSpan _duration = TimeSpan.FromSeconds(TestSize.Of("SPEEKO_CHAOS_SECONDS", 40));
    private readonly int _seed = TestSize.Of("SPEEKO_CHAOS_SEED", Random.Shared.Next());
    private readonly int _listeners = TestSize.Of("SPEEKO_CHAOS_LISTENERS", 24);

    [Fact]
    public async Task Everybody_hears_every_sentence_once_whatever_breaks_and_nothing_is_left_behind()
    {
        var log = new ChaosLog(output);
        log.Say($"{_duration}, seed {_seed}, {_listeners} listeners");
        await using var cluster = await ChaosCluster.StartAsync();
        var atFirst = await LeakCheck.LookAsync(cluster);
        log.Say($"before: {atFirst}");

        // 1. They listen, and it breaks.
        var crowd = new Crowd(cluster, _seed, log);
        var chaos = new Chaos(cluster, _seed, crowd.Blame, log);
        var memory = new MemoryWatch(cluster, log);
        crowd.Gather(_listeners);
        var raging = chaos.RageAsync(_duration);
        await memory.LookAsync(raging);

        // 2. They go home, also when it could not be mended.
        await crowd.DisperseAsync();
        await raging;
        log.Say($"{chaos.Count} disturbances; {crowd.Tally}");

        // 3. It is as it was.
        await LeakCheck.NothingLeftAsync(cluster, atFirst, chaos.Count);
        log.Say($"after: {await LeakCheck.LookAsync(cluster)}");
        foreach (var (kind, before, after) in memory.Growth())
        {
            log.Say($"the {kind} that lived through it: {before} MB in the second quarter, {after} MB in the last");
            Assert.True(_duration < LevelAfter || after - before < MoreMegabytes, $"a {kind} grew from {before} to {after} MB");
        }

        Assert.True(crowd.Tally.Faults.Count == 0, $"seed {_seed}\n{string.Join('\n', crowd.Tally.Faults)}");

        // Two losses at once are rare, and are not to hide a way back that does not work.
        var lostTwice = crowd.Tally.CountOf(Resuming.LostTwice);
        Assert.True(lostTwice <= MostLostTwice + (crowd.Tally.CountOf(Resuming.Resumed) / 20), $"{lostTwice} {Resuming.LostTwice}");
        Assert.InRange(crowd.Tally.LongestWait, TimeSpan.Zero, LongestWait);
        Assert.InRange(crowd.Tally.CountOf("utterances heard to the end"), _listeners, int.MaxValue);
        Assert.NotEqual(0, crowd.Tally.CountOf(Narration.HeardByAll));
    }
}
