using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Speeko.Relay;

namespace Speeko.Tests.Relay;

public class RelayBatchTests
{
    [Fact]
    public void Merging_keeps_every_event_in_order_and_counts_the_overhead_once() =>
        Gen.Int.Array[0, 5].Array[1, 8].Sample(runs =>
        {
            var batches = runs.Select((events, i) => (RelayBatch)RelayBatch<int>.Create(Batches.Stream(1), events, 10).At(i + 7)).ToList();
            var merged = batches[0].Merge(batches, runs.Sum(run => run.Length));

            Assert.Equal(runs.SelectMany(run => run), merged.Numbers());
            Assert.Equal(7, merged.Sequence);
            Assert.Equal(RelayBatch.OverheadBytes + (10 * merged.EventCount), merged.SizeBytes);
            Assert.Equal(merged.Numbers(), merged.GetEvents<int>().Select(pair => pair.Item1));
        });

    [Fact]
    public void An_event_weighs_what_it_says()
    {
        static int Size<T>(T item) => RelayBatch<T>.Create(Batches.Stream(1), [item], 10).SizeBytes - RelayBatch.OverheadBytes;

        Assert.Equal(3, Size(new byte[3]));
        Assert.Equal(8, Size("four"));
        Assert.Equal(10, Size(1.5));
        Assert.Equal(1234, Size(new Heavy(1234)));
    }

    [Fact]
    public void Only_batches_of_one_kind_merge()
    {
        var one = RelayBatch<int>.Create(Batches.Stream(1), [1], 10);

        Assert.True(one.CanMerge(RelayBatch<int>.Create(Batches.Stream(1), [2], 10)));
        Assert.False(one.CanMerge(RelayBatch<string>.Create(Batches.Stream(1), ["2"], 10)));
    }

    [Fact]
    public void Survives_the_wire()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var batch = RelayBatch<int>.Create(Batches.Stream(1), [1, 2, 3], 10).At(5);

        var copy = serializer.Deserialize<RelayBatch>(serializer.SerializeToArray(batch))!;

        Assert.Equal((batch.StreamId, batch.Sequence, batch.SizeBytes), (copy.StreamId, copy.Sequence, copy.SizeBytes));
        Assert.Equal(batch.Numbers(), copy.Numbers());
    }

    private sealed record Heavy(int SizeBytes) : IRelayPayload;
}
