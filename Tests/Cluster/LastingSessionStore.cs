using System.Collections.Concurrent;
using Speeko.Grains.Sessions.Keeping;

namespace Speeko.Tests.Cluster;

/// <summary>Sessions that outlive the silos of a test, as in Redis.</summary>
internal sealed class LastingSessionStore : ISessionStore
{
    private readonly ConcurrentDictionary<Guid, KeptSession> _sessions = new();
    private readonly ConcurrentDictionary<Guid, long> _ended = new();
    private int _searches;

    public KeptSession? this[Guid session] => _sessions.GetValueOrDefault(session);

    /// <summary>It gives no answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>It gives no answer to who looks for a session, and takes what is written.</summary>
    public bool IsMute { get; set; }

    /// <summary>How often a session was looked for.</summary>
    public int Searches => _searches;

    public Task<SessionSearch> FindAsync(Guid session)
    {
        Interlocked.Increment(ref _searches);
        return Task.FromResult(IsAway || IsMute ? new SessionSearch(null, IsSilent: true) : new SessionSearch(this[session]));
    }

    /// <summary>
    /// As if this had been written last. A silo that is killed within this process may write for a while yet; what it writes is
    /// not taken, nor what any other writes who led the session until now.
    /// </summary>
    public void Put(Guid session, KeptSession kept)
    {
        _ended[session] = kept.Incarnation;
        _sessions[session] = kept;
    }

    public Task<SessionWrite> WriteAsync(Guid session, KeptSession kept, TimeSpan lifetime)
    {
        if (IsAway)
            return Task.FromResult(new SessionWrite(SessionWriteOutcome.Failed, Bytes: 0));
        var ended = _ended.GetValueOrDefault(session, -1);
        var stays = _sessions.AddOrUpdate(
            session, kept, (_, there) => there.Incarnation > kept.Incarnation || kept.Incarnation <= ended ? there : kept);
        return Task.FromResult(new SessionWrite(
            ReferenceEquals(stays, kept) ? SessionWriteOutcome.Written : SessionWriteOutcome.TakenUp, Bytes: 0));
    }

    public Task<bool> IsTakenUpAsync(Guid session, long incarnation) => Task.FromResult(this[session]?.Incarnation > incarnation);

    public async Task ForgetAsync(Guid session, long incarnation)
    {
        if (!await IsTakenUpAsync(session, incarnation))
            _sessions.TryRemove(session, out _);
    }
}
