namespace Speeko.Client;

/// <summary>What the server, or the way to it, refused.</summary>
/// <param name="Code">As in docs/protocol.md, or one of <see cref="SpeechErrorCodes"/>.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Field">The field of the request at fault, where there is one.</param>
/// <param name="Limit">The limit that was passed, where there is one.</param>
/// <param name="RetryAfter">When trying again makes sense; null where it does not.</param>
public sealed record SpeechError(
    string Code, string Message, string? Field = null, double? Limit = null, TimeSpan? RetryAfter = null);
