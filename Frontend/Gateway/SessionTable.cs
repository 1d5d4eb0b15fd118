using System.Collections.Concurrent;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>The sessions that somebody hears in this process, by id. Thread-safe.</summary>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<Guid, SessionLink> _links = new();

    public int Count => _links.Count;

    public ICollection<SessionLink> All => _links.Values;

    /// <summary>The link to a session; one that is given up is not handed out any more.</summary>
    public SessionLink Get(Guid id, Func<Guid, SessionLink> create)
    {
        while (true)
        {
            var link = _links.GetOrAdd(id, create);
            if (!link.IsGone)
                return link;
            ForgetIfGone(link);
        }
    }

    /// <summary>Hands a frame to its session; one that is gone needs no frames.</summary>
    public void Deliver(SpeechFrame frame)
    {
        if (_links.TryGetValue(frame.SessionId, out var link))
            link.Deliver(frame);
    }

    /// <summary>A listener is gone, and with the last one the link.</summary>
    public async Task ReleaseAsync(SessionLink link, FrameInbox inbox, bool ends)
    {
        var releasing = link.ReleaseAsync(inbox, ends);
        ForgetIfGone(link);
        await releasing.ConfigureAwait(false);
    }

    public void ForgetIfGone(SessionLink link)
    {
        if (link.IsGone)
            _links.TryRemove(KeyValuePair.Create(link.Id, link));
    }
}
