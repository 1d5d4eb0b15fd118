using CsCheck;
using Microsoft.Extensions.Options;
using Speeko.Grains.Segments;

namespace Speeko.Tests.Grains.Segments;

public sealed class SegmentMemoryTests
{
    private const int MaxBytes = 1000;

    private readonly SegmentMemory _memory = new(Options.Create(new SegmentMemoryOptions { MaxBytes = MaxBytes }));
    private readonly List<string> _evicted = [];

    [Fact]
    public void Bytes_and_order_of_eviction_follow_the_model() =>
        Gen.Select(Gen.Int[0, 4], Gen.OneOf("a", "b", "c", "d", "e"), Gen.Int[0, 500]).Array[1, 60].Sample(operations =>
        {
            var memory = new SegmentMemory(Options.Create(new SegmentMemoryOptions { MaxBytes = MaxBytes }));
            var (evicted, expected) = (new List<string>(), new List<string>());
            var byUse = new List<(string Key, int Bytes)>();
            foreach (var (operation, key, bytes) in operations)
            {
                var known = byUse.FindIndex(entry => entry.Key == key);
                switch (operation)
                {
                    case 0 or 1 or 2:
                        if (known >= 0)
                            byUse.RemoveAt(known);
                        byUse.Add((key, bytes));
                        memory.Add(key, bytes, () => evicted.Add(key));
                        while (byUse.Sum(entry => entry.Bytes) > MaxBytes)
                        {
                            expected.Add(byUse[0].Key);
                            byUse.RemoveAt(0);
                        }

                        break;
                    case 3 when known >= 0:
                        (byUse, var used) = ([.. byUse.Where(entry => entry.Key != key)], byUse[known]);
                        byUse.Add(used);
                        memory.Touch(key);
                        break;
                    case 4 when known >= 0:
                        byUse.RemoveAt(known);
                        memory.Remove(key);
                        break;
                    default:
                        memory.Touch(key);
                        memory.Remove(key);
                        break;
                }

                Assert.Equal(byUse.Sum(entry => entry.Bytes), memory.Bytes);
                Assert.Equal(expected, evicted);
            }
        });

    [Fact]
    public void What_was_used_longest_ago_goes_first()
    {
        Add("a", 400);
        Add("b", 400);
        _memory.Touch("a");
        Add("c", 400);

        Assert.Equal(["b"], _evicted);
    }

    [Fact]
    public void What_alone_is_too_large_does_not_stay()
    {
        Add("a", MaxBytes);
        Add("b", MaxBytes + 1);

        Assert.Equal(["a", "b"], _evicted);
        Assert.Equal(0, _memory.Bytes);
    }

    [Fact]
    public void Who_is_told_to_go_may_take_itself_out()
    {
        _memory.Add("a", 600, () =>
        {
            _memory.Remove("a");
            _evicted.Add("a");
        });
        Add("b", 600);

        Assert.Equal(["a"], _evicted);
        Assert.Equal(600, _memory.Bytes);
    }

    [Fact]
    public void What_was_removed_is_not_told_to_go()
    {
        Add("a", 600);
        _memory.Remove("a");
        Add("b", 600);

        Assert.Empty(_evicted);
    }

    private void Add(string key, int bytes) => _memory.Add(key, bytes, () => _evicted.Add(key));
}
