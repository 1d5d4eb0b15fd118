using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Speeko.Relay;

namespace Speeko.Tests.Relay;

public sealed class RelayCacheTests : IDisposable
{
    private static readonly RelayOptions Options = new()
    {
        MaxCacheBytes = 64 << 10,
        MaxCacheAge = TimeSpan.FromSeconds(5),
        DeliverMaxCount = 3,
        DeliverMaxBytes = 4 << 10,
    };

    private readonly RelayMetrics _metrics = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RelayCache _cache;
    private int _added;

    public RelayCacheTests() => _cache = NewCache();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void A_slow_cursor_loses_what_grew_too_old_and_the_others_nothing()
    {
        var slow = Cursor(_cache, 1);
        var quick = Cursor(_cache, 2);
        Add(1, 100);
        Add(2, 100);
        _time.Advance(TimeSpan.FromSeconds(3));
        Add(1, 100);
        Assert.Equal([2], Drain(quick));

        _time.Advance(TimeSpan.FromSeconds(2));
        _cache.TryPurgeFromCache(out _);
        Add(2, 100);

        Assert.Equal([3], Drain(slow));
        Assert.Equal([4], Drain(quick));
        Assert.Equal(0, _cache.Count);
    }

    [Fact]
    public async Task A_full_cache_says_so_until_something_is_delivered()
    {
        var cursor = Cursor(_cache, 1);
        Add(1, 70_000);
        Assert.False(_cache.HasRoom);
        var waiting = _cache.WaitForRoomAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        cursor.MoveNext();

        Assert.True(await waiting);
    }

    [Fact]
    public async Task A_full_cache_gets_room_when_its_oldest_grow_too_old()
    {
        using var cursor = Cursor(_cache, 1);
        Add(1, 70_000);
        var waiting = _cache.WaitForRoomAsync(TimeSpan.FromMinutes(1), CancellationToken.None);

        _time.Advance(Options.MaxCacheAge);

        Assert.True(await waiting);
        Assert.Equal(0, _cache.Bytes);
    }

    [Fact]
    public void What_nobody_wants_never_fills_the_cache()
    {
        for (var i = 0; i < 1000; i++)
            Add(i % 50, 1000);

        Assert.True(_cache.HasRoom);
        Assert.InRange(_cache.Bytes, 1, Options.MaxCacheBytes / 2);
        Assert.Equal(1000, _cache.LastSequence);
    }

    [Fact]
    public void A_delivery_is_bounded_in_events_and_bytes_but_brings_at_least_one()
    {
        var cursor = Cursor(_cache, 1);
        foreach (var size in new[] { 10, 10, 10, 10, 4000, 200, 9000 })
            Add(1, size);

        var deliveries = new List<int>();
        while (cursor.MoveNext())
            deliveries.Add(((RelayBatch)cursor.GetCurrent(out _)!).EventCount);

        Assert.Equal([3, 2, 1, 1], deliveries);
    }

    /// <summary>
    /// Cursors come, read and go in any order while events arrive. Each that keeps up gets everything from where it started,
    /// in order and once; what all have passed is gone; bytes are exact.
    /// </summary>
    [Fact]
    public void Behaves_like_a_list_per_cursor() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2], Gen.Int[1, 600]).Array[0, 80].Sample(steps =>
        {
            var cache = NewCache();
            var added = new List<(int Stream, int Number, int Size)>();
            var cursors = new List<(int Stream, RelayCursor Cursor, int From, List<int> Got)>();
            foreach (var (kind, stream, size) in steps)
            {
                if (kind <= 4)
                {
                    added.Add((stream, added.Count + 1, size));
                    cache.AddToCache([Batches.Of(stream, added.Count, size)]);
                }
                else if (kind <= 6)
                {
                    cursors.Add((stream, Cursor(cache, stream), added.Count, []));
                }
                else if (cursors.Count > 0)
                {
                    var (of, cursor, from, got) = cursors[size % cursors.Count];
                    if (cursor.MoveNext())
                        got.AddRange(((RelayBatch)cursor.GetCurrent(out _)!).Numbers());
                    Assert.Equal(added.Where(item => item.Stream == of && item.Number > from).Select(item => item.Number).Take(got.Count), got);
                    if (kind == 9)
                    {
                        cursor.Dispose();
                        cursors.RemoveAt(size % cursors.Count);
                    }
                }

                // A claimed stream holds exactly what some cursor has yet to pass.
                Assert.Equal(cache.Content().Sum(batch => batch.SizeBytes), cache.Bytes);
                foreach (var group in cursors.GroupBy(item => item.Stream))
                {
                    var wanted = added.Where(item => item.Stream == group.Key && group.Any(reader =>
                        item.Number > reader.From && !reader.Got.Contains(item.Number))).Select(item => item.Number).ToList();
                    var held = cache.Content().Where(batch => batch.StreamId == Batches.Stream(group.Key)).SelectMany(Batches.Numbers);
                    Assert.Empty(wanted.Except(held));
                }
            }

            foreach (var (of, cursor, from, got) in cursors)
            {
                got.AddRange(Drain(cursor));
                Assert.Equal(added.Where(item => item.Stream == of && item.Number > from).Select(item => item.Number), got);
            }
        });

    private static List<int> Drain(RelayCursor cursor)
    {
        var numbers = new List<int>();
        while (cursor.MoveNext())
            numbers.AddRange(((RelayBatch)cursor.GetCurrent(out _)!).Numbers());
        return numbers;
    }

    private static RelayCursor Cursor(RelayCache cache, int stream) =>
        (RelayCursor)cache.GetCacheCursor(Batches.Stream(stream), null);

    private RelayCache NewCache() => new("0", Options, _metrics, _time, NullLogger.Instance);

    private void Add(int stream, int size)
    {
        _added++;
        _cache.AddToCache([Batches.Of(stream, _added, size)]);
    }
}
