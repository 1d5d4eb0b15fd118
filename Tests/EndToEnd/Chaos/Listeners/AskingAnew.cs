namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>
/// The session is forgotten, and a new one begun. One that is resumed would connect with the lost oracle, and say
/// <see cref="Oracle.SessionId"/> and <see cref="Oracle.NextSequence"/> first.
/// </summary>
internal sealed class AskingAnew : IComeback
{
    public Task<Visit> ConnectAsync(ChaosCluster cluster, int frontend, Oracle lost) => Visit.ConnectAsync(cluster, frontend);
}
