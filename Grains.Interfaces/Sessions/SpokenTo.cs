namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>How far an utterance has been spoken when a frame of it has been played.</summary>
/// <param name="SentenceStart">Where in the utterance's text the frame's sentence begins, in UTF-16 characters.</param>
/// <param name="SentenceBytes">Of that sentence's samples, up to the end of the frame.</param>
/// <param name="AudioBytes">Of the utterance's samples, up to the end of the frame.</param>
/// <param name="SessionMs">Of the session's audio, up to the end of the frame.</param>
/// <param name="SentenceChars">Length of the sentence in the utterance's text.</param>
[GenerateSerializer, Immutable, Alias("speeko.spoken-to")]
public sealed record SpokenTo(
    [property: Id(0)] long SentenceStart,
    [property: Id(1)] int SentenceBytes,
    [property: Id(2)] long AudioBytes,
    [property: Id(3)] long SessionMs,
    [property: Id(4)] int SentenceChars = 0)
{
    /// <summary>The same before the last <paramref name="bytes"/> of the frame.</summary>
    /// <param name="bytes">Of samples.</param>
    /// <param name="durationMs">What they play.</param>
    public SpokenTo Before(int bytes, long durationMs) => this with
    {
        SentenceBytes = SentenceBytes - bytes,
        AudioBytes = AudioBytes - bytes,
        SessionMs = SessionMs - durationMs,
    };
}
