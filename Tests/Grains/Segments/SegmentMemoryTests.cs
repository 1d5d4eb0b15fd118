using CsCheck;
using Microsoft.Extensions.Options;
using Speeko.Grains.Segments;

namespace Speeko.Tests.Grains.Segments;

public sealed class SegmentMemoryTests
{
    /// <summary>Room for ten segments of which nothing is said but what each takes anyway.</summary>
    private const int MaxBytes = 10 * SegmentMemory.OverheadBytes;
    private const int Tenth = 0;

    private readonly SegmentMemory _memory = New();
    private readonly List<string> _evicted = [];

    [Fact]
    public void It_never_holds_more_than_its_bound_nor_anything_twice() =>
        Gen.Select(Gen.Int[0, 5], Gen.OneOf("a", "b", "c", "d", "e"), Gen.Int[0, MaxBytes / 2]).Array[1, 60].Sample(operations =>
        {
            var memory = New();
            var held = new Dictionary<string, int>();
            foreach (var (operation, key, bytes) in operations)
            {
                switch (operation)
                {
                    case <= 2:
                        held[key] = bytes + SegmentMemory.OverheadBytes;
                        memory.Add(key, bytes, () => Assert.True(held.Remove(key)));
                        break;
                    case 3:
                        held.Remove(key);
                        memory.Remove(key);
                        break;
                    default:
                        memory.Touch(key);
                        break;
                }

                Assert.Equal(held.Values.Sum(), memory.Bytes);
                Assert.InRange(memory.Bytes, 0, MaxBytes);
            }
        });

    [Fact]
    public void What_nobody_asked_for_again_goes_in_the_order_in_which_it_came()
    {
        for (var i = 0; i < 13; i++)
            Add($"{i}", Tenth);

        Assert.Equal(["0", "1", "2"], _evicted);
    }

    [Fact]
    public void What_was_asked_for_again_stays_however_much_passes_through_once()
    {
        string[] popular = ["a", "b", "c"];
        foreach (var key in popular)
        {
            Add(key, Tenth);
            _memory.Touch(key);
        }

        for (var i = 0; i < 1000; i++)
            Add($"{i}", Tenth);

        Assert.Equal(1000 - 7, _evicted.Count);
        Assert.Empty(_evicted.Intersect(popular));
    }

    [Fact]
    public void What_was_popular_once_gives_way_to_what_is_popular_now()
    {
        for (var i = 0; i < 20; i++)
        {
            Add($"{i}", Tenth);
            _memory.Touch($"{i}");
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), _evicted);
        Assert.Equal(MaxBytes, _memory.Bytes);
    }

    [Fact]
    public void Newcomers_have_room_even_where_everything_is_popular()
    {
        for (var i = 0; i < 10; i++)
        {
            Add($"{i}", Tenth);
            _memory.Touch($"{i}");
        }

        Add("new", Tenth);

        Assert.DoesNotContain("new", _evicted);
    }

    [Fact]
    public void Tiny_segments_are_counted_with_all_that_they_take()
    {
        for (var i = 0; i < 1000; i++)
            Add($"{i}", 1);

        Assert.Equal(1000 - 9, _evicted.Count);
    }

    [Fact]
    public void What_alone_is_too_large_does_not_stay()
    {
        Add("a", MaxBytes);

        Assert.Equal(["a"], _evicted);
        Assert.Equal(0, _memory.Bytes);
    }

    [Fact]
    public void Who_is_told_to_go_may_take_itself_out()
    {
        _memory.Add("a", MaxBytes / 2, () =>
        {
            _memory.Remove("a");
            _evicted.Add("a");
        });
        Add("b", MaxBytes / 2);

        Assert.Equal(["a"], _evicted);
        Assert.Equal((MaxBytes / 2) + SegmentMemory.OverheadBytes, _memory.Bytes);
    }

    [Fact]
    public void What_was_removed_is_not_told_to_go()
    {
        Add("a", MaxBytes / 2);
        _memory.Remove("a");
        _memory.Touch("a");
        Add("b", MaxBytes / 2);

        Assert.Empty(_evicted);
    }

    private static SegmentMemory New() => new(Options.Create(new SegmentMemoryOptions { MaxBytes = MaxBytes }));

    private void Add(string key, int bytes) => _memory.Add(key, bytes, () => _evicted.Add(key));
}
