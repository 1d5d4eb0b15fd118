namespace Speeko.Tests.Cluster.Relay;

/// <summary>Silos come and go while nobody can store who listens to which lane.</summary>
[Collection(OneClusterAtATime.Name)]
public sealed class RelayStorageLossTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(StorageLoss.Disconnects)]
    [InlineData(StorageLoss.Refuses)]
    [InlineData(StorageLoss.Hangs)]
    public async Task A_silo_that_goes_silences_no_lane_and_new_ones_can_be_had(StorageLoss loss)
    {
        var cut = new StorageCut();
        await using var cluster = await RelayCluster.StartAsync(3, cut: cut);
        var (inbox, others) = (new Inbox(), new Inbox());
        await using var lanes = cluster.CreateLanes(inbox);
        await using var fresh = cluster.CreateLanes(others);
        await lanes.OpenAsync(CancellationToken.None);
        await cluster.WaitUntilSettledAsync(queues: 8);
        cut.Take(loss);

        // 1. One silo goes in order, one is killed, one is left.
        await cluster.Cluster.StopSiloAsync(cluster.Silos[2]);
        await cluster.EachGoesOnAsync(lanes, inbox, "stopped");
        await cluster.Cluster.KillSiloAsync(cluster.Silos[1]);
        await cluster.EachGoesOnAsync(lanes, inbox, "killed");

        // 2. A frontend comes, and a silo.
        await fresh.OpenAsync(CancellationToken.None).WaitAsync(Patience);
        await cluster.Cluster.StartAdditionalSiloAsync();
        await cluster.EachGoesOnAsync(lanes, inbox, "joined");
        await cluster.EachGoesOnAsync(fresh, others, "joined");

        // 3. The storage comes back. What only the silo knew that was killed, is lost.
        Assert.DoesNotContain(fresh.Names, cluster.IsStored);
        await cut.GiveBackAsync();
        await Eventually.TrueAsync(
            () => fresh.Names.All(cluster.IsStored), Patience, () => "Subscriptions are not stored.");
        await cluster.Cluster.StopSiloAsync(cluster.Silos[1]);
        await cluster.EachGoesOnAsync(lanes, inbox, "back");
        await cluster.EachGoesOnAsync(fresh, others, "back");
    }
}
