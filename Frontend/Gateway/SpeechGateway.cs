using Speeko.Grains.Interfaces.Prefetch;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Interfaces.Statistics;
using Speeko.Grains.Interfaces.Voices;

namespace Speeko.Frontend.Gateway;

/// <summary>The gateway of a frontend that is a client of the cluster itself.</summary>
internal sealed class SpeechGateway(
    IClusterClient cluster,
    LaneSet lanes,
    SessionTable table,
    SegmentCache segments,
    BulkTurns turns,
    TimeProvider time,
    ILogger<SpeechGateway> logger)
    : ISpeechGateway
{
    public async Task<ISpeechSession> OpenAsync(string owner, CancellationToken cancellationToken)
    {
        await lanes.WhenOpen.WaitAsync(cancellationToken).ConfigureAwait(false);
        var session = new ListenerSession(owner, cluster, table, new NamedFrames(segments, turns, time), time, logger);

        // Known before it is attached, so that a lane that is replaced meanwhile takes it along.
        table.Add(session);
        await session.OpenAsync(lanes.Names).WaitAsync(cancellationToken).ConfigureAwait(false);
        return session;
    }

    public async Task<PrefetchReply> PrefetchAsync(
        string owner, UtteranceSettings settings, string[] texts, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.GetGrain<IPrefetchGrain>(0)
                .Prefetch(settings with { Owner = owner }, texts, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (ClusterCall.IsExpected(exception))
        {
            return new PrefetchReply(0, 0, 0, ClusterCall.Unavailable);
        }
    }

    public async Task<IReadOnlyList<VoiceDescription>> ListVoicesAsync(CancellationToken cancellationToken) =>
        await cluster.GetGrain<IVoiceGrain>(0).List().WaitAsync(cancellationToken).ConfigureAwait(false);

    public Task<SiloStatistics> GetStatisticsAsync(CancellationToken cancellationToken) =>
        cluster.GetGrain<IStatisticsGrain>(0).Collect(cancellationToken);
}
