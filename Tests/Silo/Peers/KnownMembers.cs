using System.Collections.Immutable;

namespace Speeko.Tests.Silo.Peers;

/// <summary>A membership that is what the test says, and remembers who was declared dead.</summary>
internal sealed class KnownMembers : IClusterMembershipService
{
    private ImmutableDictionary<SiloAddress, ClusterMember> _members = ImmutableDictionary<SiloAddress, ClusterMember>.Empty;

    /// <summary>Of the store, when it is asked.</summary>
    public Action Refreshing { get; set; } = () => { };

    public List<SiloAddress> Killed { get; } = [];

    public ClusterMembershipSnapshot CurrentSnapshot => new(_members, new MembershipVersion(1));

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

    public void Set(SiloStatus status, params SiloAddress[] silos)
    {
        foreach (var silo in silos)
            _members = _members.SetItem(silo, new ClusterMember(silo, status, silo.ToString()));
    }

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
    {
        Refreshing();
        return default;
    }

    public Task<bool> TryKill(SiloAddress siloAddress)
    {
        Killed.Add(siloAddress);
        return Task.FromResult(true);
    }
}
