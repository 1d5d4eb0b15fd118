namespace Speeko.Grains.Synthesis;

/// <summary>
/// All who wait. Among owners: start-time fair queueing (Goyal, Vin, Cheng, "Start-time Fair Queueing", SIGCOMM 1996), in its
/// form for servers that do several things at once (Jin, Chase, Kaur, "Interposed Proportional Sharing", SIGMETRICS 2004),
/// with characters for bytes. Within an owner: the earliest deadline first. Each class has a virtual time of its own.
/// </summary>
/// <remarks>
/// A sentence starts at the finish of its owner's sentence before, or at the virtual time if that is later: who was idle saves
/// nothing up, who used idle engines owes nothing. The owner whose next sentence starts first is served, so a flood waits
/// behind itself. A sentence that several owners want stands in each one's queue, and the first to be served pays.
/// Not thread-safe.
/// </remarks>
/// <param name="aheadMs">A listener with more than this in hand has plenty.</param>
internal sealed class FairQueue(int aheadMs)
{
    private readonly Dictionary<string, OwnerQueue> _owners = new(StringComparer.Ordinal);
    private readonly long[] _virtualTimes = new long[3];
    private long _nextNumber;

    public IReadOnlyCollection<OwnerQueue> Owners => _owners.Values;

    public int Count(SynthesisClass line) => _owners.Values.Sum(owner => owner.Count(line));

    public OwnerQueue OwnerOf(string owner)
    {
        if (!_owners.TryGetValue(owner, out var queue))
            _owners[owner] = queue = new OwnerQueue();
        return queue;
    }

    /// <summary>Puts a claim in its owner's queue, unless the owner claims the sentence no less urgently already.</summary>
    public void Add(SynthesisTurn turn, SynthesisClaim claim, long nowMs)
    {
        var fresh = new QueuedClaim(turn, claim, nowMs, _nextNumber++);
        var line = claim.IsPrefetch ? SynthesisClass.Prefetch
            : fresh.DueMs - nowMs > aheadMs ? SynthesisClass.Ahead : SynthesisClass.Listening;
        var owner = OwnerOf(claim.Owner);
        if (turn.Queued.Find(queued => queued.Owner == claim.Owner) is { } known)
        {
            if (known.Class < line || (known.Class == line && QueuedClaim.OrderIn(line).Compare(known, fresh) < 0))
                return;
            owner.Remove(known);
            turn.Queued.Remove(known);
        }

        turn.Queued.Add(fresh);
        owner.Add(fresh, line);
    }

    /// <summary>Takes a sentence out of all queues it stands in.</summary>
    public void Remove(SynthesisTurn turn)
    {
        foreach (var queued in turn.Queued)
            _owners[queued.Owner].Remove(queued);
        turn.Queued.Clear();
    }

    /// <summary>Moves on whoever time has made urgent.</summary>
    public void Promote(long nowMs)
    {
        foreach (var owner in _owners.Values)
            owner.Promote(nowMs + aheadMs);
    }

    /// <summary>Who of a class is next; null when nobody waits, or all who do have the places they may have.</summary>
    /// <param name="line">The class.</param>
    /// <param name="places">What the engine has.</param>
    public QueuedClaim? Next(SynthesisClass line, EnginePlaces places)
    {
        QueuedClaim? next = null;
        var least = (IsOverShare: true, Start: long.MaxValue, DueMs: long.MaxValue, Number: long.MaxValue);
        var share = places.ShareOf(_owners.Values.Count(owner => !owner.IsIdle));
        foreach (var owner in _owners.Values)
        {
            if (owner.First(line) is not { } first || owner.Running >= places.MostForOneOwner)
                continue;
            var rank = (owner.Running >= share, owner.StartTag(line, _virtualTimes[(int)line]), first.DueMs, first.Number);
            if (next is null || rank.CompareTo(least) < 0)
                (next, least) = (first, rank);
        }

        return next;
    }

    /// <summary>Has the owner pay for a sentence that begins.</summary>
    public void Charge(QueuedClaim claim)
    {
        var (owner, line) = (_owners[claim.Owner], claim.Class);
        var start = owner.StartTag(line, _virtualTimes[(int)line]);
        _virtualTimes[(int)line] = start;
        owner.Charge(line, start, claim.Turn.Chars);
    }

    /// <summary>Forgets owners who have nothing here, all of them once nobody has.</summary>
    public void Forget(OwnerQueue last)
    {
        if (!last.IsIdle)
            return;
        var isOver = _owners.Values.All(owner => owner.IsIdle);
        foreach (var (name, owner) in _owners)
        {
            if (isOver || (owner.IsIdle && owner.OwesNothing(_virtualTimes)))
                _owners.Remove(name);
        }
    }
}
