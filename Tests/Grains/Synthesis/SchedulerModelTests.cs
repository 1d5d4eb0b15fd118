using CsCheck;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Synthesis;

namespace Speeko.Tests.Grains.Synthesis;

/// <summary>Whatever is asked for, joined, cancelled and completed, in any order.</summary>
public sealed class SchedulerModelTests
{
    [Fact]
    public Task Every_sentence_is_spoken_refused_at_once_or_given_up_and_never_too_many_run() =>
        Gen.Select(
            Gen.OneOf(1, 2, 8, 32),
            Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[0, 6000], Gen.Enum<SegmentPurpose>()).Array[1, 80]).SampleAsync(
            async t =>
            {
                var (concurrency, steps) = t;
                var it = new Scheduling(concurrency, new SynthesisSchedulerOptions { MaxQueued = 20, MaxPrefetch = 5 });
                var (runs, turns, running) = (new List<Task<SpeechError?>>(), new List<SynthesisTurn>(), new List<GatedEngine.Begun>());
                using var cancel = new CancellationTokenSource();
                foreach (var (step, owner, inMs, purpose) in steps)
                {
                    var claim = it.Claim($"{owner}", inMs, purpose);
                    switch (step)
                    {
                        case 0 when running.Count > 0:
                            running[inMs % running.Count].Complete();
                            running.RemoveAt(inMs % running.Count);
                            break;
                        case 1 when turns.Count > 0:
                            it.Scheduler.Join(turns[inMs % turns.Count], claim);
                            break;
                        case 2:
                            it.Time.Advance(TimeSpan.FromMilliseconds(inMs));
                            break;
                        default:
                            turns.Add(new SynthesisTurn(claim));
                            runs.Add(it.Run($"{runs.Count}", turns[^1], inMs % 3 == 0 ? cancel.Token : default));
                            break;
                    }

                    while (it.Engine.HasBegunMore)
                        running.Add(await it.Engine.NextAsync());
                    Assert.InRange(running.Count, 0, concurrency);
                }

                // A third gives up in the midst of it; the engine speaks until it has spoken all the others.
                await cancel.CancelAsync();
                running.ForEach(begun => begun.Complete());
                var all = Task.WhenAll(runs);
                while (!all.IsCompleted)
                {
                    if (it.Engine.HasBegunMore)
                        (await it.Engine.NextAsync()).Complete();
                    else
                        await Task.WhenAny(it.Engine.WhenBegunAsync(), all);
                }

                Assert.All(await all, error => Assert.True(error is null or { Code: SpeechErrorCode.Overloaded }, $"{error}"));

                // What was begun and given up in the same moment is not to be taken for what begins now.
                while (it.Engine.HasBegunMore)
                    await it.Engine.NextAsync();

                // As many as ever can be spoken now: no place was lost.
                Assert.All(await ProbeAsync(it, concurrency), Assert.Null);
            },
            iter: 100);

    /// <summary>Fills every place, from two owners, and frees it again.</summary>
    private static async Task<SpeechError?[]> ProbeAsync(Scheduling it, int concurrency)
    {
        var runs = Enumerable.Range(0, concurrency).Select(i => it.Run("probe", $"probe {i % 2}")).ToArray();
        var begun = new List<GatedEngine.Begun>();
        while (begun.Count < concurrency)
            begun.Add(await it.Engine.NextAsync());

        begun.ForEach(one => one.Complete());
        return await Task.WhenAll(runs);
    }
}
