using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Gateway;

public sealed class FrameQueueTests
{
    private const int Most = 1 << 20;

    private readonly FrameQueue _queue = new();

    [Fact]
    public void It_knows_what_its_listener_has_yet_to_hear()
    {
        Assert.Equal(0, _queue.AheadMs);
        _queue.TryWrite(Frame(10, fromMs: 90_000, toMs: 91_500));
        _queue.TryWrite(Frame(10, fromMs: 91_500, toMs: 93_000));
        Assert.Equal(3000, _queue.AheadMs);

        // What was read is not heard before it was written.
        Assert.True(_queue.TryRead(out _));
        Assert.Equal(3000, _queue.AheadMs);
        _queue.Heard(90_400);
        Assert.Equal(2600, _queue.AheadMs);

        // What is told late takes nothing back.
        _queue.Heard(90_100);
        _queue.Heard(0);
        Assert.Equal(2600, _queue.AheadMs);
        _queue.Heard(93_000);
        Assert.Equal(0, _queue.AheadMs);
    }

    [Fact]
    public void It_takes_what_fits_and_always_one()
    {
        Assert.True(_queue.TryWrite(Frame(Most + 1, 0, 1)));
        Assert.False(_queue.TryWrite(Frame(1, 1, 2)));
        Assert.True(_queue.TryWrite(Frame(0, 1, 1)));
        Assert.True(_queue.TryRead(out _));
        Assert.True(_queue.TryRead(out _));
        Assert.True(_queue.TryWrite(Frame(Most - 1, 1, 2)));
        Assert.True(_queue.TryWrite(Frame(1, 2, 3)));
        Assert.False(_queue.TryWrite(Frame(1, 3, 4)));
        Assert.Equal(3, _queue.AheadMs);
    }

    [Fact]
    public async Task Completed_it_ends_behind_what_has_come()
    {
        _queue.TryWrite(Frame(1, 0, 1));
        _queue.Complete();

        Assert.False(_queue.TryWrite(Frame(1, 1, 2)));
        Assert.Single(await _queue.ReadAsync(CancellationToken.None).ToListAsync());
    }

    private static SpeechFrame Frame(int bytes, long fromMs, long toMs) => new()
    {
        Kind = FrameKind.Audio,
        Audio = new byte[bytes],
        ChunkBytes = 100,
        OffsetMs = fromMs,
        Reached = new SpokenTo(0, 0, 0, toMs),
    };
}
