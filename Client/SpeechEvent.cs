namespace Speeko.Client;

/// <summary>What comes back on a <see cref="SpeechConnection"/>.</summary>
public abstract record SpeechEvent;

/// <summary>An utterance begins.</summary>
/// <param name="SessionId">The connection's session in the cluster.</param>
/// <param name="Utterance">Which of the session, from 0.</param>
/// <param name="Format"><c>pcm</c> or <c>wav</c>.</param>
/// <param name="SampleRateHz">Samples per second.</param>
/// <param name="Channels">1 is mono.</param>
/// <param name="Sequence">Position of the first chunk in the session.</param>
public sealed record SpeechStarted(
    Guid SessionId, int Utterance, string Format, int SampleRateHz, int Channels, long Sequence) : SpeechEvent;

/// <summary>The next piece of audio.</summary>
/// <param name="Audio">Belongs to the receiver.</param>
/// <param name="Sequence">Position in the session, from 0, without gaps.</param>
/// <param name="Source">The utterance it is part of, with its sample rate and format.</param>
public sealed record SpeechChunk(ReadOnlyMemory<byte> Audio, long Sequence, SpeechStarted Source) : SpeechEvent;

/// <summary>Where a word or a sentence starts; comes before the audio it points into.</summary>
/// <param name="IsSentence">True for a sentence, false for a word.</param>
/// <param name="TextOffset">UTF-16 offset in the utterance's text.</param>
/// <param name="TextLength">UTF-16 length; 0 where the engine does not tell.</param>
/// <param name="TimeMs">Milliseconds from the session's first sample.</param>
public sealed record SpeechMark(bool IsSentence, long TextOffset, int TextLength, long TimeMs) : SpeechEvent;

/// <summary>All audio of the utterance has come.</summary>
public sealed record SpeechCompleted(int Utterance, long DurationMs, long NextSequence) : SpeechEvent;

/// <summary>The answer to a cancel; no audio of before it follows. Empty where the answer was lost with a connection.</summary>
public sealed record SpeechCancelled(string TextSpoken, string TextRemaining, long AudioMs) : SpeechEvent;

/// <summary>A request was refused or an utterance failed. The connection stays usable.</summary>
/// <param name="Error">Why.</param>
/// <param name="Utterance">The utterance that has ended by it; null for a request that was refused.</param>
public sealed record SpeechFailed(SpeechError Error, int? Utterance = null) : SpeechEvent;

/// <summary>The connection was lost, and made again; the speech goes on where it was.</summary>
/// <param name="Cause">How it was lost.</param>
public sealed record SpeechResumed(string Cause) : SpeechEvent;
