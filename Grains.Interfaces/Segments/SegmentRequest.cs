namespace Speeko.Grains.Interfaces.Segments;

/// <param name="Text">The sentence in composed form (NFC).</param>
/// <param name="VoiceId">Id of a voice that exists.</param>
/// <param name="SpeakingRate">0.25 to 4.</param>
/// <param name="DeadlineMs">Unix time in milliseconds when the listener runs dry without this sentence.</param>
/// <param name="Owner">Id of the API key on whose account it is spoken: owners share the engines fairly.</param>
/// <param name="Purpose">Why it is asked for.</param>
[GenerateSerializer, Immutable, Alias("speeko.segment-request")]
public sealed record SegmentRequest(
    [property: Id(0)] string Text,
    [property: Id(1)] string VoiceId,
    [property: Id(2)] double SpeakingRate,
    [property: Id(3)] long DeadlineMs,
    [property: Id(4)] string Owner = "",
    [property: Id(5)] SegmentPurpose Purpose = SegmentPurpose.Begin);
