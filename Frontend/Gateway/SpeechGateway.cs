using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Prefetch;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Interfaces.Statistics;
using Speeko.Grains.Interfaces.Voices;

namespace Speeko.Frontend.Gateway;

/// <summary>The gateway of a frontend that is a client of the cluster itself.</summary>
internal sealed class SpeechGateway(
    IClusterClient cluster,
    LaneSet lanes,
    LaneOffers offers,
    SessionTable table,
    SegmentCache segments,
    BulkTurns turns,
    FirstSounds sounds,
    TimeProvider time,
    ILogger<SpeechGateway> logger)
    : ISpeechGateway
{
    public async Task<ISpeechSession> OpenAsync(string owner, CancellationToken cancellationToken)
    {
        await lanes.WhenOpen.WaitAsync(cancellationToken).ConfigureAwait(false);

        // Known before it is attached, so that a lane that is replaced meanwhile takes it along.
        var link = table.Get(Guid.NewGuid(), LinkTo);
        var inbox = await link.OpenAsync(owner).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
        {
            await table.ReleaseAsync(link, inbox, ends: true).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return SessionOf(owner, link, inbox, new Hearing(new SessionScript(Hearing.KeptChars), epoch: 0));
    }

    public async Task<(ISpeechSession? Session, SpeechError? Error)> ResumeAsync(
        string owner, Guid session, long sequence, CancellationToken cancellationToken)
    {
        var (link, inbox, state, error) = await JoinAsync(owner, session, sequence, leads: true, cancellationToken).ConfigureAwait(false);
        if (error is not null)
            return (null, error);
        var script = new SessionScript(state! with { NextSequence = sequence }, Hearing.KeptChars);
        return (SessionOf(owner, link!, inbox!, new Hearing(script, state.Epoch)), null);
    }

    public async Task<(ISpeechListener? Listener, SpeechError? Error)> ListenAsync(
        string owner, Guid session, long? sequence, CancellationToken cancellationToken)
    {
        var (link, inbox, _, error) = await JoinAsync(owner, session, sequence, leads: false, cancellationToken).ConfigureAwait(false);
        return error is not null ? (null, error) : (new Listening(link!, inbox!, Pieces(), table), null);
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

    private SessionLink LinkTo(Guid id) => new(id, new SessionCalls(id, cluster, offers, time), time, logger);

    private FramePieces Pieces() => new(segments, turns, sounds, time);

    private ListenerSession SessionOf(string owner, SessionLink link, FrameInbox inbox, Hearing hearing) =>
        new(owner, link, inbox, hearing, Pieces(), new RetryPause(time), table, logger);

    private async Task<(SessionLink? Link, FrameInbox? Inbox, SessionState? State, SpeechError? Error)> JoinAsync(
        string owner, Guid session, long? sequence, bool leads, CancellationToken cancellationToken)
    {
        await lanes.WhenOpen.WaitAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var link = table.Get(session, LinkTo);
            var (inbox, state, error) = await link.JoinAsync(owner, sequence, leads).ConfigureAwait(false);
            if (error is not null)
            {
                table.ForgetIfGone(link);
                return (null, null, null, error);
            }

            if (inbox is not null)
                return (link, inbox, state, null);
        }
    }
}
