using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>Somebody who hears a session. Disposing it tells the cluster that it is gone.</summary>
public interface ISpeechListener : IAsyncDisposable
{
    Guid Id { get; }

    /// <summary>Position of the first chunk that has not been written.</summary>
    long NextSequence { get; }

    /// <summary>False for a frame of what has been cancelled, also when it came out of <see cref="ReadAsync"/> before.</summary>
    bool IsCurrent(SpeechFrame frame);

    /// <summary>
    /// The frames in order, each once; to be enumerated once. Coming back for the next says that the one before was written,
    /// so a slow reader makes the session wait.
    /// </summary>
    IAsyncEnumerable<SpeechFrame> ReadAsync(CancellationToken cancellationToken);
}
