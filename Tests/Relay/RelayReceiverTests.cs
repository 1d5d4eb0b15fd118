using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Speeko.Relay;
using Speeko.Tests.Cluster.Relay;

namespace Speeko.Tests.Relay;

public sealed class RelayReceiverTests : IDisposable
{
    private static readonly Guid Life = Guid.NewGuid();

    private readonly RelayMetrics _metrics = new();
    private readonly FakeQueue _queue = new();
    private readonly LogRecord _log = new();
    private readonly RelayCache _cache;
    private readonly RelayReceiver _receiver;

    public RelayReceiverTests()
    {
        var options = new RelayOptions();
        var time = new FakeTimeProvider();
        _cache = new("0", options, _metrics, time, NullLogger.Instance);
        var silo = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);
        _receiver = new(0, _queue, _cache, new(1), silo, options, time, _log.CreateLogger(typeof(RelayReceiver).FullName!));
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void What_came_is_numbered_and_acknowledged_by_the_next_read()
    {
        Assert.Equal([1, 2], Accept(Life, 1, 10, 11));
        Assert.Equal([3], Accept(Life, 3, 12));

        Assert.Equal(new QueuePosition(Life, 3), _receiver.Request(1, TimeSpan.Zero).Position);
    }

    [Fact]
    public void A_reply_that_comes_twice_counts_once()
    {
        Accept(Life, 1, 10, 11);

        Assert.Empty(Accept(Life, 1, 10, 11));
        Assert.Equal([3], Accept(Life, 2, 11, 12));
    }

    [Fact]
    public void A_lost_reply_is_read_again()
    {
        var before = _receiver.Request(1, TimeSpan.Zero).Position;

        // The queue has sent 10, and it never arrived: the next read asks from the same place.
        Assert.Equal(before, _receiver.Request(1, TimeSpan.Zero).Position);
        Assert.Equal([1, 2], Accept(Life, 1, 10, 11));
    }

    [Fact]
    public void A_queue_that_starts_anew_is_read_from_its_start_and_numbers_go_on()
    {
        Accept(Life, 1, 10, 11);
        var another = Guid.NewGuid();

        Assert.Equal([3], Accept(another, 1, 20));
        Assert.Equal(new QueuePosition(another, 1), _receiver.Request(1, TimeSpan.Zero).Position);
    }

    [Fact]
    public async Task What_was_not_delivered_goes_back_at_the_end()
    {
        _cache.AddToCache(_receiver.Accept(new(new(Life, 1), [Batches.Of(1, 10, 100)], true)));

        await _receiver.Shutdown(TimeSpan.FromSeconds(1));

        Assert.Equal(new QueuePosition(Life, 1), _queue.Released);
        Assert.Equal([10], _queue.GivenBack.SelectMany(Batches.Numbers));
    }

    [Fact]
    public async Task What_the_agent_threw_away_is_not_acknowledged()
    {
        _cache.AddToCache(_receiver.Accept(new(new(Life, 1), [Batches.Of(1, 10, 100)], true)));
        Accept(Life, 2, 11);

        await _receiver.Shutdown(TimeSpan.FromSeconds(1));

        Assert.Equal(new QueuePosition(Life, 1), _queue.Released);
    }

    /// <summary>Its silo may be gone, or this one be told to stop just when it began to read.</summary>
    [Fact]
    public async Task Where_nothing_is_left_of_a_queue_that_can_not_be_reached_nobody_is_warned()
    {
        _queue.IsAway = true;

        await _receiver.Shutdown(TimeSpan.FromSeconds(1));
        Assert.Empty(_log.Complaints());

        _cache.AddToCache(_receiver.Accept(new(new(Life, 1), [Batches.Of(1, 10, 100)], true)));
        await _receiver.Shutdown(TimeSpan.FromSeconds(1));
        Assert.Single(_log.Complaints());
    }

    private IEnumerable<long> Accept(Guid life, long first, params int[] numbers)
    {
        var reply = new TakeReply(new(life, first), [.. numbers.Select(number => Batches.Of(1, number, 100))], IsLocal: true);
        return _receiver.Accept(reply).Cast<RelayBatch>().Select(batch => batch.Sequence);
    }

    private sealed class FakeQueue : IRelayQueueGrain
    {
        public bool IsAway { get; set; }

        public QueuePosition Released { get; private set; }

        public RelayBatch[] GivenBack { get; private set; } = [];

        public ValueTask<AppendResult> Append(RelayBatch batch) => throw new NotSupportedException();

        public Task<TakeReply> Take(TakeRequest request) => throw new NotSupportedException();

        public Task EndTake(SiloAddress reader) => throw new NotSupportedException();

        public Task Release(SiloAddress reader, QueuePosition position, RelayBatch[] undelivered)
        {
            (Released, GivenBack) = (position, undelivered);
            return IsAway ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
        }
    }
}
