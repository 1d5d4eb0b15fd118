namespace Speeko.Grains.Sessions.Keeping;

/// <summary>Of a cluster without a store.</summary>
internal sealed class NoSessionStore : ISessionStore
{
    public Task<SessionSearch> FindAsync(Guid session) => Task.FromResult(default(SessionSearch));

    public Task<SessionWrite> WriteAsync(Guid session, KeptSession kept, TimeSpan lifetime) => Task.FromResult(default(SessionWrite));

    public Task<bool> IsTakenUpAsync(Guid session, long incarnation) => Task.FromResult(false);

    public Task ForgetAsync(Guid session, long incarnation) => Task.CompletedTask;
}
