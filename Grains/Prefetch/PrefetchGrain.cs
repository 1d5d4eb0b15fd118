using Orleans.Concurrency;
using Speeko.Grains.Interfaces.Prefetch;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Segments;
using Speeko.Grains.Sessions;
using Speeko.Grains.Voices;
using Speeko.Speech.Engines;
using Speeko.Speech.Segmentation;
using Speeko.Speech.Text;

namespace Speeko.Grains.Prefetch;

/// <summary>
/// See <see cref="IPrefetchGrain"/>. Asks for one sentence after the other, so that it never has more than one call under way;
/// what waits to be made is bounded by the scheduler.
/// </summary>
[StatelessWorker]
internal sealed class PrefetchGrain(VoiceResolver voices, ISpeechEngine engine) : Grain, IPrefetchGrain
{
    public async Task<PrefetchReply> Prefetch(UtteranceSettings settings, string[] texts, CancellationToken cancellationToken)
    {
        if (voices.Resolve(settings, out var voice, out _) is { } unknown)
            return new PrefetchReply(0, 0, 0, unknown);
        var sentences = texts.SelectMany(SentencesOf).ToArray();
        var (accepted, cached) = (0, 0);
        foreach (var sentence in sentences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var request = new SegmentRequest(
                sentence, voice, settings.SpeakingRate, DeadlineMs: long.MaxValue, settings.Owner, SegmentPurpose.Prefetch);
            var outcome = await GrainFactory.GetGrain<ISegmentGrain>(SegmentKey.Of(request, engine.Version)).Prefetch(request);
            if (outcome == PrefetchOutcome.Refused)
                break;
            accepted += outcome == PrefetchOutcome.Accepted ? 1 : 0;
            cached += outcome == PrefetchOutcome.Cached ? 1 : 0;
        }

        return new PrefetchReply(accepted, cached, sentences.Length - accepted - cached);
    }

    /// <summary>As a session hears them, so that it finds them.</summary>
    private static IEnumerable<string> SentencesOf(string text)
    {
        var (segmenter, sentences) = (new SentenceSegmenter(), new List<Sentence>());
        segmenter.Append(SpeakableText.Clean(text), sentences);
        segmenter.Flush(sentences);
        return sentences.Select(sentence => ComposedText.Of(sentence.Spoken).Text).Where(spoken => spoken.Length > 0);
    }
}
