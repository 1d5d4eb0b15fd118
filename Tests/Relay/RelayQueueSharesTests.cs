using CsCheck;
using Speeko.Relay;

namespace Speeko.Tests.Relay;

public class RelayQueueSharesTests
{
    private static readonly Gen<(int Queues, uint[] Silos)> Clusters =
        Gen.Select(Gen.Int[1, 64], Gen.UInt.HashSet[1, 12].Select(set => set.ToArray()));

    [Fact]
    public void Shares_differ_by_one_at_most() => Clusters.Sample(cluster =>
    {
        var owners = RelayQueueShares.Assign(cluster.Queues, cluster.Silos);
        var shares = cluster.Silos.Select((_, silo) => owners.Count(owner => owner == silo)).ToList();
        Assert.Equal(cluster.Queues, shares.Sum());
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
    });

    [Fact]
    public void Every_silo_comes_to_the_same_result_in_whatever_order_it_knows_the_others() => Clusters.Sample(cluster =>
    {
        var reversed = cluster.Silos.Reverse().ToArray();
        var one = RelayQueueShares.Assign(cluster.Queues, cluster.Silos).Select(owner => cluster.Silos[owner]);
        var other = RelayQueueShares.Assign(cluster.Queues, reversed).Select(owner => reversed[owner]);
        Assert.Equal(one, other);
    });

    /// <summary>A silo that joins takes its share. A tenth more may move for balance; dealing anew would move nearly all.</summary>
    [Fact]
    public void Few_queues_move_when_a_silo_joins()
    {
        var moved = 0;
        var needed = 0;
        Clusters.Where(cluster => cluster.Silos.Length > 1).Sample(
            cluster =>
            {
                var before = RelayQueueShares.Assign(cluster.Queues, cluster.Silos[1..]).Select(owner => cluster.Silos[1..][owner]);
                var after = RelayQueueShares.Assign(cluster.Queues, cluster.Silos).Select(owner => cluster.Silos[owner]).ToList();
                Interlocked.Add(ref moved, before.Zip(after).Count(pair => pair.First != pair.Second));
                Interlocked.Add(ref needed, after.Count(silo => silo == cluster.Silos[0]));
            },
            seed: "0000KOIPe036",
            iter: 500,
            threads: 1);
        Assert.InRange(moved, needed, 2 * needed);
    }

    [Fact]
    public void Nobody_owns_anything_where_there_is_no_silo() => Assert.Empty(RelayQueueShares.Assign(8, []));
}
