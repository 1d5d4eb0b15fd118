using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>One listener's stream of speech. Disposing it tells the cluster that the listener is gone.</summary>
public interface ISpeechSession : IAsyncDisposable
{
    Guid Id { get; }

    /// <summary>Queues an utterance; null means accepted, and its frames come out of <see cref="ReadAsync"/>.</summary>
    Task<SpeechError?> SpeakAsync(UtteranceSettings settings, string text);

    Task<SpeechError?> AppendAsync(UtteranceSettings settings, string text);

    Task<SpeechError?> FlushAsync();

    /// <summary>Ends what is being spoken. No frame from before comes out of <see cref="ReadAsync"/> afterwards.</summary>
    Task<CancelledSpeech> CancelAsync();

    /// <summary>False for a frame of what has been cancelled, also when it came out of <see cref="ReadAsync"/> before.</summary>
    bool IsCurrent(SpeechFrame frame);

    /// <summary>
    /// The frames in order, each once; to be enumerated once. Coming back for the next acknowledges the one before,
    /// so a slow reader makes the session wait.
    /// </summary>
    IAsyncEnumerable<SpeechFrame> ReadAsync(CancellationToken cancellationToken);
}
