using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>One listener's stream of speech, which it leads. Disposing it ends the session.</summary>
public interface ISpeechSession : ISpeechListener
{
    /// <summary>How far it has been asked to speak, on this connection or before it.</summary>
    AskedText Asked { get; }

    /// <summary>Queues an utterance; null means accepted, and its frames come out of <see cref="ISpeechListener.ReadAsync"/>.</summary>
    Task<SpeechError?> SpeakAsync(UtteranceSettings settings, string text);

    Task<SpeechError?> AppendAsync(UtteranceSettings settings, string text);

    Task<SpeechError?> FlushAsync();

    /// <summary>
    /// Ends what is being spoken, at once. No frame from before comes out of <see cref="ISpeechListener.ReadAsync"/> afterwards.
    /// </summary>
    CancelledSpeech Cancel();

    /// <summary>
    /// The listener has played everything before this chunk. From then on the session goes by what was played, not by what was
    /// written: in what it makes ahead, and in what it tells when it is cancelled.
    /// </summary>
    void Played(long sequence);

    /// <summary>The connection is gone and the listener may come back: the session waits for it.</summary>
    ValueTask LeaveAsync();
}
