using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Synthesis;

namespace Speeko.Grains.Segments;

/// <summary>
/// Refuses a sentence for which this silo's scheduler has no room before a segment is activated for it: where many come in vain, an
/// activation and an entry in the directory for each would take the cores from those who were let in. What is there already is not
/// refused: what this silo makes or has, and what the cache has. What only another silo makes just now is. Thread-safe.
/// </summary>
internal sealed class EarlyRefusal(SynthesisScheduler scheduler, IAudioCache cache, SegmentsHere here)
{
    /// <summary>Null when the segment is to be asked, which may still be refused.</summary>
    /// <param name="key">Of the segment.</param>
    /// <param name="request">Of a session on this silo.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async ValueTask<SpeechError?> JudgeAsync(string key, SegmentRequest request, CancellationToken cancellationToken)
    {
        if (request.Purpose != SegmentPurpose.Begin || here.Has(key))
            return null;
        if (scheduler.Judge(SynthesisClaim.Of(request), request.Text.Length) is not { } refusal)
            return null;
        if (!await cache.LacksAsync(key, cancellationToken))
            return null;
        scheduler.DropPrefetch();
        return refusal;
    }
}
