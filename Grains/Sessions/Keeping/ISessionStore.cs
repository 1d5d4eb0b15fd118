namespace Speeko.Grains.Sessions.Keeping;

/// <summary>
/// Sessions outside their silos. It may fail at any time, and a listener must not notice whether it is there: then a session
/// lives only as long as its silo or its frontend does. Throws nothing. Thread-safe.
/// </summary>
public interface ISessionStore
{
    /// <summary>Null when there is none, or no answer.</summary>
    Task<KeptSession?> FindAsync(Guid session);

    /// <summary>Replaces what there is. Returns how many bytes it takes.</summary>
    /// <param name="session">Its key.</param>
    /// <param name="kept">The session.</param>
    /// <param name="lifetime">Not written again for so long, it is gone.</param>
    Task<int> WriteAsync(Guid session, KeptSession kept, TimeSpan lifetime);

    Task ForgetAsync(Guid session);
}
