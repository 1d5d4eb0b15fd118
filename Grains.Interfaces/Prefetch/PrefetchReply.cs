namespace Speeko.Grains.Interfaces.Prefetch;

/// <summary>What became of the sentences of a prefetch.</summary>
/// <param name="Accepted">Being made, or to be made when nobody waits.</param>
/// <param name="Cached">Ready already.</param>
/// <param name="Refused">Not to be made: listeners need the engines, or too many wait already.</param>
/// <param name="Error">Why nothing could be asked for at all.</param>
[GenerateSerializer, Immutable, Alias("speeko.prefetch-reply")]
public sealed record PrefetchReply(
    [property: Id(0)] int Accepted,
    [property: Id(1)] int Cached,
    [property: Id(2)] int Refused,
    [property: Id(3)] SpeechError? Error = null);
