namespace Speeko.Grains.Interfaces.Segments;

/// <param name="Text">The sentence in composed form (NFC).</param>
/// <param name="VoiceId">Id of a voice that exists.</param>
/// <param name="SpeakingRate">0.25 to 4.</param>
/// <param name="DeadlineMs">Unix time in milliseconds when the listener runs dry without this sentence.</param>
[GenerateSerializer, Immutable, Alias("speeko.segment-request")]
public sealed record SegmentRequest(
    [property: Id(0)] string Text,
    [property: Id(1)] string VoiceId,
    [property: Id(2)] double SpeakingRate,
    [property: Id(3)] long DeadlineMs);
