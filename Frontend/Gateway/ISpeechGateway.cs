using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Prefetch;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Interfaces.Statistics;
using Speeko.Grains.Interfaces.Voices;

namespace Speeko.Frontend.Gateway;

/// <summary>The only way from a door to the cluster.</summary>
public interface ISpeechGateway
{
    /// <summary>Opens a session and attaches it to this process.</summary>
    /// <param name="owner">On whose account it speaks: the id of an API key.</param>
    /// <param name="cancellationToken">The listener is gone.</param>
    Task<ISpeechSession> OpenAsync(string owner, CancellationToken cancellationToken);

    /// <summary>Takes a session over, whose listener has lost its connection: it goes on where that one was.</summary>
    /// <param name="owner">The key on whose account it was opened.</param>
    /// <param name="session">Its id.</param>
    /// <param name="sequence">The first chunk that the listener has not had.</param>
    /// <param name="cancellationToken">The listener is gone.</param>
    Task<(ISpeechSession? Session, SpeechError? Error)> ResumeAsync(
        string owner, Guid session, long sequence, CancellationToken cancellationToken);

    /// <summary>Listens in on a session that another connection leads.</summary>
    /// <param name="owner">The key on whose account it was opened.</param>
    /// <param name="session">Its id.</param>
    /// <param name="sequence">The first chunk that is wanted; null for what is being heard now.</param>
    /// <param name="cancellationToken">The listener is gone.</param>
    Task<(ISpeechListener? Listener, SpeechError? Error)> ListenAsync(
        string owner, Guid session, long? sequence, CancellationToken cancellationToken);

    /// <summary>Has texts made ready, of which nobody listens to any yet.</summary>
    /// <param name="owner">On whose account.</param>
    /// <param name="settings">How they are to sound.</param>
    /// <param name="texts">Each one is an utterance.</param>
    /// <param name="cancellationToken">Nobody waits for the answer.</param>
    Task<PrefetchReply> PrefetchAsync(
        string owner, UtteranceSettings settings, string[] texts, CancellationToken cancellationToken);

    Task<IReadOnlyList<VoiceDescription>> ListVoicesAsync(CancellationToken cancellationToken);

    /// <summary>Counters of all silos, added up.</summary>
    Task<SiloStatistics> GetStatisticsAsync(CancellationToken cancellationToken);
}
