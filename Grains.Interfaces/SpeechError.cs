namespace Speeko.Grains.Interfaces;

/// <summary>An expected failure: a value, not an exception. Every protocol maps it to its own form in one place.</summary>
/// <param name="Code">Which of the closed set.</param>
/// <param name="Message">One sentence for a person: what is wrong, and what would be right.</param>
/// <param name="Field">The field of the request at fault, where there is one.</param>
/// <param name="Limit">The limit that was passed, where there is one.</param>
/// <param name="RetryAfterSeconds">When trying again makes sense; null where it does not.</param>
[GenerateSerializer, Immutable, Alias("speeko.error")]
public sealed record SpeechError(
    [property: Id(0)] SpeechErrorCode Code,
    [property: Id(1)] string Message,
    [property: Id(2)] string? Field = null,
    [property: Id(3)] double? Limit = null,
    [property: Id(4)] int? RetryAfterSeconds = null);
