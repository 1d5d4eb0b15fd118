namespace Speeko.Tests.EndToEnd;

/// <summary>Process ids of a cluster at one moment.</summary>
/// <param name="Launcher">The <c>speeko up</c> that runs it.</param>
/// <param name="Silos">In their order.</param>
/// <param name="Frontends">In their order.</param>
/// <param name="Workers">Engine processes of all silos.</param>
public sealed record LocalClusterProcesses(
    int Launcher, IReadOnlyList<int> Silos, IReadOnlyList<int> Frontends, IReadOnlyList<int> Workers)
{
    public IReadOnlyList<int> All => [Launcher, .. Silos, .. Frontends, .. Workers];
}
