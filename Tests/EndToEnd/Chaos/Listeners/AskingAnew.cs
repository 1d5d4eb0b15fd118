namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>The session is forgotten, and a new one begun.</summary>
internal sealed class AskingAnew : IComeback
{
    public Task<Visit> ConnectAsync(ChaosCluster cluster, int frontend, Oracle lost) => Visit.ConnectAsync(cluster, frontend);
}
