using System.Collections.Concurrent;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>The sessions of this process, by id. Thread-safe.</summary>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<Guid, ListenerSession> _sessions = new();

    public int Count => _sessions.Count;

    public ICollection<ListenerSession> All => _sessions.Values;

    public void Add(ListenerSession session) => _sessions[session.Id] = session;

    public void Remove(Guid id) => _sessions.TryRemove(id, out var _);

    /// <summary>Hands a frame to its session; one that is gone needs no frames.</summary>
    public void Deliver(SpeechFrame frame)
    {
        if (_sessions.TryGetValue(frame.SessionId, out var session))
            session.Deliver(frame);
    }
}
