namespace Speeko.Grains.Sessions.Keeping;

/// <summary>Of a cluster without a store.</summary>
internal sealed class NoSessionStore : ISessionStore
{
    public Task<KeptSession?> FindAsync(Guid session) => Task.FromResult<KeptSession?>(null);

    public Task<int> WriteAsync(Guid session, KeptSession kept, TimeSpan lifetime) => Task.FromResult(0);

    public Task ForgetAsync(Guid session) => Task.CompletedTask;
}
