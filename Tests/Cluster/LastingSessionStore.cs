using System.Collections.Concurrent;
using Speeko.Grains.Sessions.Keeping;

namespace Speeko.Tests.Cluster;

/// <summary>Sessions that outlive the silos of a test, as in Redis.</summary>
internal sealed class LastingSessionStore : ISessionStore
{
    private readonly ConcurrentDictionary<Guid, KeptSession> _sessions = new();

    public KeptSession? this[Guid session] => _sessions.GetValueOrDefault(session);

    public Task<KeptSession?> FindAsync(Guid session) => Task.FromResult(this[session]);

    public Task<int> WriteAsync(Guid session, KeptSession kept, TimeSpan lifetime)
    {
        _sessions[session] = kept;
        return Task.FromResult(0);
    }

    public Task ForgetAsync(Guid session)
    {
        _sessions.TryRemove(session, out _);
        return Task.CompletedTask;
    }
}
