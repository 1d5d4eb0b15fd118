using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Prefetch;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Interfaces.Statistics;
using Speeko.Grains.Interfaces.Voices;

namespace Speeko.Tests.Frontend.Doors;

/// <summary>For a door that has no business with the cluster.</summary>
internal class NoGateway : ISpeechGateway
{
    public Task<ISpeechSession> OpenAsync(string owner, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(ISpeechSession? Session, SpeechError? Error)> ResumeAsync(
        string owner, Guid session, long sequence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<(ISpeechListener? Listener, SpeechError? Error)> ListenAsync(
        string owner, Guid session, long? sequence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PrefetchReply> PrefetchAsync(
        string owner, UtteranceSettings settings, string[] texts, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<VoiceDescription>> ListVoicesAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<SiloStatistics> GetStatisticsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
