using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>Who listens to one session in this process: at most one who leads it, and any number who listen in. Thread-safe.</summary>
/// <param name="left">Called when the last one has been taken over by somebody elsewhere.</param>
internal sealed class LinkListeners(Action left)
{
    private readonly Lock _lock = new();
    private volatile FrameInbox[] _all = [];
    private volatile FrameInbox? _leader;
    private bool _isGone;

    public FrameInbox? Leader => _leader;

    /// <summary>Which lead it is; see <see cref="SessionState.Lead"/>.</summary>
    public int Lead { get; private set; }

    public FrameInbox[] All => _all;

    public FrameInbox[] Followers => [.. _all.Where(inbox => inbox != _leader)];

    /// <summary>The last one has left, and nobody comes any more.</summary>
    public bool IsGone
    {
        get { lock (_lock) return _isGone; }
    }

    /// <summary>Null when it does not lead.</summary>
    public int? LeadOf(FrameInbox? inbox)
    {
        lock (_lock)
            return inbox is not null && inbox == _leader ? Lead : null;
    }

    /// <summary>False when it is gone.</summary>
    public bool Add(FrameInbox inbox)
    {
        lock (_lock)
        {
            if (!_isGone)
                _all = [.. _all, inbox];
            return !_isGone;
        }
    }

    /// <summary>Returns whether it was the last.</summary>
    public bool Remove(FrameInbox inbox)
    {
        inbox.Complete();
        lock (_lock)
        {
            if (_leader == inbox)
                _leader = null;
            _all = [.. _all.Where(other => other != inbox)];
            return _isGone = _all.Length == 0;
        }
    }

    /// <summary>
    /// Somebody else leads; null for somebody elsewhere. Who led before is told, and gets nothing more, however long its connection
    /// takes to notice: so is who comes late, when a later lead is known here.
    /// </summary>
    public void Replace(FrameInbox? leader, int lead)
    {
        FrameInbox? outled;
        lock (_lock)
        {
            outled = lead < Lead ? leader : _leader;
            if (lead >= Lead)
                (_leader, Lead) = (leader, lead);
        }

        outled?.End(LinkErrors.TakenOver);
        if (outled is not null && Remove(outled))
            left();
    }
}
