namespace Speeko.Grains.Sessions.Keeping;

/// <summary>
/// Sessions outside their silos. It may fail at any time, and a listener must not notice whether it is there: then a session
/// lives only as long as its silo or its frontend does. Throws nothing. Thread-safe.
/// </summary>
/// <remarks>
/// A cluster that has lost a silo may forget where an activation is that lives on. When another one has taken the session up,
/// what is kept is of that one: its <see cref="KeptSession.Incarnation"/> is higher, and no lower one changes it.
/// </remarks>
public interface ISessionStore
{
    Task<SessionSearch> FindAsync(Guid session);

    /// <summary>Replaces what there is.</summary>
    /// <param name="session">Its key.</param>
    /// <param name="kept">The session.</param>
    /// <param name="lifetime">Not written again for so long, it is gone.</param>
    Task<SessionWrite> WriteAsync(Guid session, KeptSession kept, TimeSpan lifetime);

    /// <summary>Whether a later incarnation has written it.</summary>
    Task<bool> IsTakenUpAsync(Guid session, long incarnation);

    /// <summary>Unless a later incarnation has written it.</summary>
    Task ForgetAsync(Guid session, long incarnation);
}

/// <summary>What became of a search.</summary>
/// <param name="Kept">Null when there is none, or no answer.</param>
/// <param name="IsSilent">There was no answer: it may be there.</param>
public readonly record struct SessionSearch(KeptSession? Kept, bool IsSilent = false);

/// <summary>What became of a write.</summary>
/// <param name="Outcome">Of it.</param>
/// <param name="Bytes">What the session takes.</param>
public readonly record struct SessionWrite(SessionWriteOutcome Outcome, int Bytes);

public enum SessionWriteOutcome
{
    /// <summary>Or it is too large, and will not be.</summary>
    Written,

    /// <summary>A later incarnation has written it.</summary>
    TakenUp,

    /// <summary>No answer.</summary>
    Failed,
}
