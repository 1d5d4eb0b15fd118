using System.Net;
using Microsoft.Extensions.Time.Testing;
using Speeko.Relay;

namespace Speeko.Tests.Relay;

/// <summary>Producers and the reader of a queue's own silo come to it without its grain.</summary>
public sealed class LocalRelayQueueTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    private static readonly SiloAddress Reader = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);
    private static readonly SiloAddress Other = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 2), 1);

    private readonly RelayMetrics _metrics = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LocalRelayQueue _queue;

    public LocalRelayQueueTests() => _queue = new(new RelayQueue(1000), _metrics, Patience, _time);

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Who_waits_gets_what_comes()
    {
        _queue.LetIn(Reader);
        var taking = TakeAsync(Reader);
        Assert.False(taking.IsCompleted);

        Assert.Equal(AppendResult.Accepted, _queue.Append(Batches.Of(0, 7, 100)));

        Assert.Equal([7], Numbers(await taking));
    }

    [Fact]
    public async Task Nobody_reads_whom_the_grain_has_not_let_in()
    {
        _queue.Append(Batches.Of(0, 7, 100));
        Assert.Null(await TakeAsync(Reader));

        _queue.LetIn(Reader);

        Assert.Null(await TakeAsync(Other));
        Assert.Equal([7], Numbers(await TakeAsync(Reader)));
    }

    [Fact]
    public async Task Who_waits_goes_home_when_another_is_let_in_or_nobody()
    {
        _queue.LetIn(Reader);
        var first = TakeAsync(Reader);
        _queue.LetIn(Other);
        Assert.Null(await first);

        var second = TakeAsync(Other);
        _queue.SendHome();
        Assert.Null(await second);
    }

    [Fact]
    public async Task Who_is_let_in_again_waits_on()
    {
        _queue.LetIn(Reader);
        var taking = TakeAsync(Reader);

        _queue.LetIn(Reader);

        Assert.False(taking.IsCompleted);
        _time.Advance(Wait);
        Assert.Empty(Numbers(await taking));
    }

    [Fact]
    public async Task What_is_closed_takes_nothing_in_and_goes_on_elsewhere_as_it_was()
    {
        _queue.LetIn(Reader);
        _queue.Append(Batches.Of(0, 7, 100));
        var first = await TakeAsync(Reader);
        _queue.Append(Batches.Of(0, 8, 100));
        var taking = _queue.TakeAsync(Request(Reader, first!.First), isLocal: true, CancellationToken.None);
        Assert.Equal([8], Numbers(await taking));

        var snapshot = _queue.Close(Reader);

        Assert.Null(_queue.Append(Batches.Of(0, 9, 100)));
        Assert.Null(await TakeAsync(Reader));
        var elsewhere = new LocalRelayQueue(new RelayQueue(1000), _metrics, Patience, _time);
        elsewhere.Restore(snapshot);
        elsewhere.LetIn(Other);
        var rest = await elsewhere.TakeAsync(Request(Other, first.First), isLocal: true, CancellationToken.None);
        Assert.Equal([8], Numbers(rest));
    }

    [Fact]
    public async Task Who_waits_goes_home_when_it_closes()
    {
        _queue.LetIn(Reader);
        var taking = TakeAsync(Reader);

        _queue.Close(Reader);

        Assert.Null(await taking);
    }

    [Fact]
    public async Task What_nobody_has_read_for_long_takes_nothing_in_until_somebody_does()
    {
        _queue.LetIn(Reader);
        _time.Advance(Patience + TimeSpan.FromMilliseconds(1));
        Assert.True(_queue.IsUnread);
        Assert.Null(_queue.Append(Batches.Of(0, 7, 100)));

        var taking = TakeAsync(Reader);
        Assert.Equal(AppendResult.Accepted, _queue.Append(Batches.Of(0, 8, 100)));

        Assert.Equal([8], Numbers(await taking));
    }

    [Fact]
    public async Task Producers_on_many_threads_lose_nothing_and_keep_their_order()
    {
        const int Producers = 4;
        const int Each = 2000;
        var queue = new LocalRelayQueue(new RelayQueue(long.MaxValue), _metrics, Patience, TimeProvider.System);
        queue.LetIn(Reader);
        var producing = Enumerable.Range(0, Producers).Select(producer => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
                queue.Append(Batches.Of(producer, i, 1));
        }));
        var all = Task.WhenAll(producing);

        var read = new List<RelayBatch>();
        var position = default(QueuePosition);
        while (read.Count < Producers * Each)
        {
            var reply = await queue.TakeAsync(Request(Reader, position), isLocal: true, CancellationToken.None);
            position = reply!.First with { Sequence = reply.First.Sequence + reply.Batches.Length - 1 };
            read.AddRange(reply.Batches);
        }

        await all;
        foreach (var stream in read.GroupBy(batch => batch.StreamId))
            Assert.Equal(Enumerable.Range(0, Each), stream.SelectMany(Batches.Numbers));
    }

    private static IEnumerable<int> Numbers(TakeReply? reply) => reply!.Batches.SelectMany(Batches.Numbers);

    private static TakeRequest Request(SiloAddress reader, QueuePosition position) => new(reader, position, 100, 10_000, Wait);

    private Task<TakeReply?> TakeAsync(SiloAddress reader) =>
        _queue.TakeAsync(Request(reader, default), isLocal: true, CancellationToken.None);
}
