using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;
using Speeko.Tests.Speech.Engines;

namespace Speeko.Tests.Grains.Synthesis;

/// <summary>A scheduler in a time of its own, on an engine that the test holds.</summary>
internal sealed class Scheduling
{
    public Scheduling(int concurrency, SynthesisSchedulerOptions? options = null)
    {
        Engine = new GatedEngine(concurrency);
        Scheduler = new SynthesisScheduler(Engine, Options.Create(options ?? new SynthesisSchedulerOptions()), Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public GatedEngine Engine { get; }

    public SynthesisScheduler Scheduler { get; }

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A claim whose listener runs dry after so long.</summary>
    public SynthesisClaim Claim(string owner, int inMs = 0, SegmentPurpose purpose = SegmentPurpose.Begin) =>
        new(owner, purpose, NowMs + inMs);

    public Task<SpeechError?> Run(
        string text, string owner = "a", int inMs = 0, SegmentPurpose purpose = SegmentPurpose.Begin, CancellationToken cancellationToken = default) =>
        Run(text, new SynthesisTurn(Claim(owner, inMs, purpose)), cancellationToken);

    public Task<SpeechError?> Run(string text, SynthesisTurn turn, CancellationToken cancellationToken = default) =>
        Scheduler.RunAsync(new SynthesisRequest(text, "en-us", 1), turn, new RecordingSink(), cancellationToken);

    /// <summary>As <see cref="SpeakAsync"/>; the next one has begun by then, and runs.</summary>
    public async Task<GatedEngine.Begun> SpeakAndHoldAsync(int count)
    {
        await SpeakAsync(count);
        return await Engine.NextAsync();
    }

    /// <summary>Completes what runs and what comes behind it, so many times; the texts in the order of their beginning.</summary>
    public async Task<IReadOnlyList<string>> SpeakAsync(int count)
    {
        var order = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var begun = await Engine.NextAsync();
            order.Add(begun.Text);
            begun.Complete();
        }

        return order;
    }
}
