using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Grains.Synthesis;

/// <summary>One wish for a sentence. A sentence that several follow has several; the most urgent counts.</summary>
/// <param name="Owner">On whose account it is spoken.</param>
/// <param name="Purpose">Why.</param>
/// <param name="DeadlineMs">Unix time in milliseconds when the listener runs dry; means nothing for a prefetch.</param>
internal readonly record struct SynthesisClaim(string Owner, SegmentPurpose Purpose, long DeadlineMs)
{
    public bool IsPrefetch => Purpose == SegmentPurpose.Prefetch;

    public static SynthesisClaim Of(SegmentRequest request) => new(request.Owner, request.Purpose, request.DeadlineMs);
}
