namespace Speeko.Relay;

/// <summary>
/// Who reads which queue. Every silo works this out alone, so it depends on nothing but the set of silos. Shares differ by
/// at most one queue, unlike those of the hash ring that Orleans uses by default, which may leave a silo without any; and
/// a silo that comes or goes moves few queues.
/// </summary>
internal static class RelayQueueShares
{
    /// <summary>For each queue the silo that reads it; empty when there are none.</summary>
    public static SiloAddress[] Readers(int queueCount, IEnumerable<SiloAddress> silos)
    {
        SiloAddress[] all = [.. silos.Order()];
        return [.. Assign(queueCount, [.. all.Select(silo => (uint)silo.GetConsistentHashCode())]).Select(owner => all[owner])];
    }

    /// <summary>The active silos, as far as this one knows.</summary>
    public static IEnumerable<SiloAddress> ActiveSilos(this ClusterMembershipSnapshot membership) => membership.Members.Values
        .Where(member => member.Status == SiloStatus.Active)
        .Select(member => member.SiloAddress);

    /// <summary>For each queue the index of its owner among the silos; empty when there are none.</summary>
    /// <param name="queueCount">Number of queues.</param>
    /// <param name="silos">A stable hash of each silo.</param>
    public static int[] Assign(int queueCount, IReadOnlyList<uint> silos)
    {
        if (silos.Count == 0)
            return [];

        var owners = new int[queueCount];
        var shares = new int[silos.Count];
        var larger = queueCount % silos.Count;
        var share = queueCount / silos.Count;
        for (var queue = 0; queue < queueCount; queue++)
        {
            // The silo that likes this queue best among those that have room for one more.
            var best = Enumerable.Range(0, silos.Count)
                .Where(silo => shares[silo] < share || (shares[silo] == share && larger > 0))
                .MaxBy(silo => (Weight(queue, silos[silo]), silos[silo]));
            if (shares[best]++ == share)
                larger--;
            owners[queue] = best;
        }

        return owners;
    }

    private static uint Weight(int queue, uint silo)
    {
        var x = silo ^ ((uint)(queue + 1) * 0x9E3779B9u);
        x = (x ^ (x >> 16)) * 0x85EBCA6Bu;
        x = (x ^ (x >> 13)) * 0xC2B2AE35u;
        return x ^ (x >> 16);
    }
}
