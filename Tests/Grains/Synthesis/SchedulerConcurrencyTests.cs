using CsCheck;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;
using Speeko.Tests.Speech.Engines;

namespace Speeko.Tests.Grains.Synthesis;

public sealed class SchedulerConcurrencyTests
{
    [Fact]
    public Task Whatever_ends_and_is_cancelled_the_engine_never_has_too_much_and_never_too_little() =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100], Gen.Bool).Array[1, 40]).SampleAsync(
            async t =>
            {
                var (concurrency, sentences) = t;
                var engine = new GatedEngine(concurrency);
                var scheduler = new SynthesisScheduler(
                    engine, Options.Create(new SynthesisSchedulerOptions()), new FakeTimeProvider());
                using var cancel = new CancellationTokenSource();
                var runs = sentences.Select((sentence, i) => scheduler.RunAsync(
                    Request(i), Turn(sentence.Item1), new RecordingSink(), sentence.Item3 ? cancel.Token : default)).ToList();

                var running = new List<GatedEngine.Begun>();
                for (var ended = 0; ended < sentences.Length / 2; ended++)
                {
                    while (running.Count < Math.Min(concurrency, sentences.Length - ended))
                        running.Add(await engine.NextAsync());
                    Assert.False(engine.HasBegunMore, "more is spoken at once than the engine can");
                    var next = sentences[ended].Item2 % running.Count;
                    running[next].Complete();
                    running.RemoveAt(next);
                }

                // From here on whatever begins ends at once, and half of what waits gives up in the midst of it.
                var draining = DrainAsync(engine, running);
                await cancel.CancelAsync();
                Assert.All(await Task.WhenAll(runs), Assert.Null);

                // As many as ever can be spoken now, and no more.
                runs = [.. Enumerable.Range(0, concurrency + 1).Select(i => scheduler.RunAsync(
                    Request(-1), Turn(0), new RecordingSink(), CancellationToken.None))];
                Assert.Equal(concurrency, await draining);
                Assert.All(await Task.WhenAll(runs), Assert.Null);
            },
            iter: 60);

    /// <summary>Completes what begins, until the probes have come; how many of those began before one of them ended.</summary>
    private static async Task<int> DrainAsync(GatedEngine engine, List<GatedEngine.Begun> running)
    {
        foreach (var begun in running)
            begun.Complete();
        GatedEngine.Begun next;
        while ((next = await engine.NextAsync()).Text != "-1")
            next.Complete();
        var probes = new List<GatedEngine.Begun> { next };
        while (probes.Count < engine.Concurrency)
            probes.Add(await engine.NextAsync());
        var atOnce = engine.HasBegunMore ? int.MaxValue : probes.Count;
        probes.ForEach(probe => probe.Complete());
        (await engine.NextAsync()).Complete();
        return atOnce;
    }

    private static SynthesisTurn Turn(int deadlineMs) => new(new SynthesisClaim("a", SegmentPurpose.Begin, deadlineMs));

    private static SynthesisRequest Request(int number) =>
        new(number.ToString(System.Globalization.CultureInfo.InvariantCulture), "en-us", 1);
}
