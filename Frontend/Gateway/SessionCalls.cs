using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// The calls of this process to one session: none waits for a silo that went without a word, and what a cluster does that is
/// not there becomes an error. Knows by which lane the frames come.
/// </summary>
internal sealed class SessionCalls(Guid id, IGrainFactory grains, LaneOffers offers, TimeProvider time)
{
    /// <summary>How long the cluster may take to find a silo for a session whose own was lost.</summary>
    public static readonly TimeSpan ResumeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A silo that lives answers sooner; one that was lost is not known to be until its peers agree.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ResumePause = TimeSpan.FromMilliseconds(100);

    private volatile string? _lane;
    private long _attempt;
    private TimeSpan _lease = TimeSpan.FromSeconds(30);
    private long _touchedAt = time.GetTimestamp();

    public ISpeechSessionGrain Grain { get; } = grains.GetGrain<ISpeechSessionGrain>(id);

    /// <summary>The lane was replaced, be it while the session was being attached to it: nothing comes by it any more.</summary>
    public bool HasLostItsLane => _lane is { } lane && !offers.IsOpen(lane);

    /// <summary>The session wants to hear now and then that somebody listens.</summary>
    public bool IsTouchDue => time.GetElapsedTime(_touchedAt) >= _lease / 3;

    /// <summary>The session is not where it was, or it is not known whether it is.</summary>
    public static bool IsLoss(SpeechError? error) =>
        error is { Code: SpeechErrorCode.SessionLost } || ReferenceEquals(error, ClusterCall.Unavailable);

    public Task<SpeechError?> TryAsync(Func<Task<SpeechError?>> call) => ClusterCall.TryAsync(call, CallTimeout, time);

    /// <summary>Of a cluster that may not be there it is waited for a while before it is asked again.</summary>
    public Task PauseAsync() => Task.Delay(ResumePause, time);

    public Task<(SessionState? State, SpeechError? Error)> AttachAsync(SessionState heard) =>
        AttachAsync(offer => Grain.Attach(offer, heard));

    /// <summary>Tries for a while to reach the session.</summary>
    public async Task<(SessionState? State, SpeechError? Error)> JoinAsync(string owner, long? sequence, bool leads)
    {
        var begunAt = time.GetTimestamp();
        while (true)
        {
            var (state, error) = await AttachAsync(offer => Grain.Join(offer, owner, sequence, leads)).ConfigureAwait(false);
            if (!IsLoss(error) || time.GetElapsedTime(begunAt) >= ResumeTimeout)
                return (state, error);
            await PauseAsync().ConfigureAwait(false);
        }
    }

    public Task<SpeechError?> ReplayAsync(long next, bool isLost) => TryAsync(() => Grain.Replay(offers.Frontend, next, isLost));

    /// <summary>Null when it could not be asked.</summary>
    /// <param name="lead">Of who leads it here; null for nobody.</param>
    /// <param name="hasFollowers">Somebody listens in here.</param>
    public async Task<bool?> TouchAsync(int? lead, bool hasFollowers)
    {
        _touchedAt = time.GetTimestamp();
        bool? isKnown = null;
        await TryAsync(async () =>
        {
            isKnown = await Grain.Touch(offers.Frontend, lead, hasFollowers).ConfigureAwait(false);
            return null;
        }).ConfigureAwait(false);
        return isKnown;
    }

    public void Leave() => Grain.Leave(offers.Frontend, Volatile.Read(ref _attempt)).Ignore();

    public Task CloseAsync(int lead) => Grain.Close(lead).WaitAsync(CallTimeout, time);

    private async Task<(SessionState? State, SpeechError? Error)> AttachAsync(Func<LaneOffer, Task<AttachReply>> call)
    {
        AttachReply? reply = null;
        var offer = offers.Next();
        Volatile.Write(ref _attempt, offer.Attempt);
        var error = await TryAsync(async () => (reply = await call(offer).ConfigureAwait(false)).Error).ConfigureAwait(false);
        if (error is not null || reply is null)
            return (null, error);
        _lane = reply.Lane;
        _lease = TimeSpan.FromMilliseconds(reply.LeaseMs);
        _touchedAt = time.GetTimestamp();
        return (reply.State, null);
    }
}
