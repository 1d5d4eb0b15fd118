using CsCheck;
using Speeko.Relay;

namespace Speeko.Tests.Relay;

public class RelayQueueTests
{
    private const int MaxBytes = 1000;

    [Fact]
    public void A_read_destroys_nothing()
    {
        var queue = Filled(100, 100);

        Assert.Equal(queue.Read(10, 1000, false).Batches, queue.Read(10, 1000, false).Batches);
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void A_read_is_bounded_in_count_and_bytes_but_brings_at_least_one()
    {
        var queue = Filled(300, 300, 300);

        Assert.Single(queue.Read(1, 1000, false).Batches);
        Assert.Equal(2, queue.Read(10, 600, false).Batches.Length);
        Assert.Single(queue.Read(10, 1, false).Batches);
        Assert.Empty(queue.Read(0, 1000, false).Batches);
    }

    [Fact]
    public void A_full_queue_refuses_and_an_empty_one_takes_anything()
    {
        var queue = Filled(2 * MaxBytes);

        Assert.Equal(AppendResult.Full, queue.Append(Batches.Of(0, 1, 1)));
        queue.Acknowledge(queue.Read(1, 1, false).First);
        Assert.Equal(AppendResult.Accepted, queue.Append(Batches.Of(0, 1, 1)));
    }

    [Fact]
    public void A_position_of_another_life_acknowledges_nothing()
    {
        var queue = Filled(100, 100);

        queue.Acknowledge(new(Guid.NewGuid(), long.MaxValue));

        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void What_comes_back_late_is_read_last_and_not_acknowledged_by_who_reads_now()
    {
        var queue = Filled(100, 200);
        var read = queue.Read(2, 1000, false);

        queue.Add([Batches.Of(stream: 0, number: 9, sizeBytes: 2 * MaxBytes)]);
        queue.Acknowledge(read.First with { Sequence = read.First.Sequence + 1 });

        Assert.Equal([9], Assert.Single(queue.Read(10, 1000, false).Batches).Numbers());
    }

    [Fact]
    public void What_was_not_delivered_comes_first_when_it_is_put_back()
    {
        var queue = Filled(100, 200, 300);
        var read = queue.Read(2, 1000, false);
        queue.Acknowledge(read.First with { Sequence = 2 });

        queue.PutBack(read.Batches);

        var again = queue.Read(10, 1000, false);
        Assert.Equal(read.First, again.First);
        Assert.Equal([0, 1, 2], again.Batches.SelectMany(Batches.Numbers));
        Assert.Equal(600, queue.Bytes);
    }

    [Fact]
    public void A_queue_goes_on_elsewhere_where_it_was()
    {
        var queue = Filled(100, 200, 300);
        queue.Acknowledge(queue.Read(1, 1, false).First);
        var moved = new RelayQueue(MaxBytes);

        moved.Restore(queue.Snapshot(reader: null));

        Assert.Equal(queue.Bytes, moved.Bytes);
        Assert.Equal(queue.Read(10, 1000, true).First, moved.Read(10, 1000, true).First);
        Assert.Equal([1, 2], moved.Read(10, 1000, true).Batches.SelectMany(Batches.Numbers));
    }

    /// <summary>Against a plain list: what is taken in comes out in order, once acknowledged is gone, and bytes add up.</summary>
    [Fact]
    public void Behaves_like_a_bounded_list() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 400], Gen.Int[0, 5]).Array[0, 60].Sample(steps =>
        {
            var queue = new RelayQueue(MaxBytes);
            var model = new List<(int Number, int Size)>();
            var firstSequence = 1L;
            foreach (var (kind, size, count) in steps)
            {
                if (kind <= 1)
                {
                    var fits = model.Count == 0 || model.Sum(item => item.Size) + size <= MaxBytes;
                    var number = (int)firstSequence + model.Count;
                    var result = queue.Append(Batches.Of(0, number, size));
                    Assert.Equal(fits ? AppendResult.Accepted : AppendResult.Full, result);
                    if (fits)
                        model.Add((number, size));
                }
                else if (kind == 2)
                {
                    var first = queue.Read(0, 0, false).First;
                    queue.Acknowledge(first with { Sequence = first.Sequence + count - 1 });
                    var gone = Math.Min(count, model.Count);
                    model.RemoveRange(0, gone);
                    firstSequence += gone;
                }

                var read = queue.Read(count, size, false);
                Assert.Equal(firstSequence, read.First.Sequence);
                Assert.Equal(model.Take(read.Batches.Length).Select(item => item.Number), read.Batches.SelectMany(Batches.Numbers));
                Assert.Equal(model.Sum(item => item.Size), queue.Bytes);
                Assert.Equal(model.Count, queue.Count);
            }
        });

    private static RelayQueue Filled(params int[] sizes)
    {
        var queue = new RelayQueue(MaxBytes);
        foreach (var (number, size) in sizes.Index())
            Assert.Equal(AppendResult.Accepted, queue.Append(Batches.Of(0, number, size)));
        return queue;
    }
}
