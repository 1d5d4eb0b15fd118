namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>What a cancel interrupted.</summary>
/// <param name="Epoch">Frames of an older epoch are not to be delivered any more.</param>
/// <param name="TextSpoken">The sentences of the interrupted utterance whose audio was sent, the current one included.</param>
/// <param name="TextRemaining">The text that no audio was sent of.</param>
/// <param name="AudioMs">Audio of the interrupted utterance that was sent, in milliseconds.</param>
[GenerateSerializer, Immutable, Alias("speeko.cancelled")]
public sealed record CancelledSpeech(
    [property: Id(0)] int Epoch,
    [property: Id(1)] string TextSpoken,
    [property: Id(2)] string TextRemaining,
    [property: Id(3)] long AudioMs);
