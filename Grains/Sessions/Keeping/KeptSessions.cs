namespace Speeko.Grains.Sessions.Keeping;

/// <summary>
/// The sessions that are kept, for a silo that takes one up. A cluster that loses a silo may send a listener on before the session's
/// last activation has written down what it was asked for: unless that one's silo is dead, it is waited for.
/// </summary>
internal sealed class KeptSessions(ISessionStore store, ILocalSiloDetails here, IClusterMembershipService membership, TimeProvider time)
{
    /// <summary>What was asked for is written within it, and a frontend waits for two seconds, and asks again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>All sessions of a lost silo ask at once, and a store that is silent says so at once.</summary>
    private static readonly TimeSpan SilentPause = TimeSpan.FromMilliseconds(250);

    public ISessionStore Store => store;

    /// <summary>Who writes them here.</summary>
    public SiloAddress Here => here.SiloAddress;

    /// <summary>Nothing also for what does not concern this key.</summary>
    /// <param name="session">Its key.</param>
    /// <param name="owner">The key on whose account it was opened.</param>
    /// <param name="heard">Chunks before this one were heard.</param>
    public async Task<SessionSearch> FindAsync(Guid session, string owner, long heard = 0)
    {
        var begunAt = time.GetTimestamp();
        while (true)
        {
            var search = await store.FindAsync(session);
            var isThere = search.Kept is { } kept && kept.Start.Owner == owner;
            var mayChange = search.IsSilent || (isThere && heard > search.Kept!.SaidTo && MoreMayBeWritten(search.Kept));
            if (!mayChange || time.GetElapsedTime(begunAt) >= Patience)
                return isThere ? search : search with { Kept = null };
            await Task.Delay(search.IsSilent ? SilentPause : Pause, time);
        }
    }

    /// <summary>By the silo that has it, or by the one that has taken it up from there, which is not known.</summary>
    private bool MoreMayBeWritten(KeptSession kept) => !kept.IsOver && (kept.IsLast
        || (kept.Writer is { } writer && membership.CurrentSnapshot.GetSiloStatus(writer) is not (SiloStatus.None or SiloStatus.Dead)));
}
