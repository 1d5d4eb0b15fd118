namespace Speeko.Grains.Interfaces.Voices;

/// <param name="VoiceId">What a request names.</param>
/// <param name="Name">For people.</param>
/// <param name="Languages">BCP 47 tags, lower case, the best first.</param>
/// <param name="Gender"><c>male</c>, <c>female</c> or <c>unknown</c>.</param>
/// <param name="Engine">Which engine speaks it.</param>
[GenerateSerializer, Immutable, Alias("speeko.voice")]
public sealed record VoiceDescription(
    [property: Id(0)] string VoiceId,
    [property: Id(1)] string Name,
    [property: Id(2)] string[] Languages,
    [property: Id(3)] string Gender,
    [property: Id(4)] string Engine);
