using Speeko.Frontend.Doors.WebSockets;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

public sealed class GatheringStreamTests : IDisposable
{
    private readonly RecordedWrites _connection = new();
    private readonly GatheringStream _stream;

    public GatheringStreamTests() => _stream = new GatheringStream(_connection);

    public void Dispose() => _stream.Dispose();

    [Fact]
    public async Task What_is_written_passes_on_at_once()
    {
        await _stream.WriteAsync(new byte[] { 1, 2 });
        await _stream.WriteAsync(new byte[] { 3 });

        Assert.Equal([[1, 2], [3]], _connection.Writes);
    }

    /// <summary>Of any length, also of more than is usual.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(300)]
    public async Task What_is_gathered_leaves_as_one_and_so_does_the_next(int chunks)
    {
        for (var frame = 1; frame <= 3; frame++)
        {
            var expected = new List<byte>();
            _stream.Gather();
            for (var chunk = 0; chunk < chunks; chunk++)
            {
                var bytes = Enumerable.Range(0, 4096).Select(i => (byte)((i * frame) + chunk)).ToArray();
                expected.AddRange(bytes);
                await _stream.WriteAsync(bytes);
            }

            Assert.Equal(frame - 1, _connection.Writes.Count);
            await _stream.SendAsync(CancellationToken.None);
            Assert.Equal(frame, _connection.Writes.Count);
            Assert.Equal(expected, _connection.Writes[^1]);
        }
    }

    [Fact]
    public async Task Nothing_gathered_is_nothing_sent()
    {
        _stream.Gather();
        await _stream.SendAsync(CancellationToken.None);

        Assert.Empty(_connection.Writes);
    }

    /// <summary>The connection broke in the middle: what was on its way is not sent with what comes next.</summary>
    [Fact]
    public async Task What_could_not_be_sent_is_gone()
    {
        _connection.IsBroken = true;
        _stream.Gather();
        await _stream.WriteAsync(new byte[] { 1 });
        await Assert.ThrowsAsync<IOException>(() => _stream.SendAsync(CancellationToken.None).AsTask());
        _connection.IsBroken = false;

        _stream.Gather();
        await _stream.WriteAsync(new byte[] { 2 });
        await _stream.SendAsync(CancellationToken.None);

        Assert.Equal([[2]], _connection.Writes);
    }

    /// <summary>A WebSocket answers a ping whenever it comes, also in the middle of a frame.</summary>
    [Fact]
    public async Task What_comes_beside_it_is_neither_lost_nor_torn()
    {
        const int Frames = 5_000;
        byte[] audio = [.. Enumerable.Repeat((byte)7, 150)];
        byte[] pong = [0x8A, 1, 9];
        var gathering = Task.Run(async () =>
        {
            for (var i = 0; i < Frames; i++)
            {
                _stream.Gather();
                _stream.AddChunks(audio, 100);
                await _stream.SendAsync(CancellationToken.None);
            }
        });
        var pongs = 0;
        for (; !gathering.IsCompleted; pongs++)
            await _stream.WriteAsync(pong);
        await gathering;
        _stream.Gather();
        await _stream.SendAsync(CancellationToken.None);

        var sent = _connection.Writes.SelectMany(write => write).ToArray();
        var (chunks, answers) = (0, 0);
        for (var at = 0; at < sent.Length; at += 2 + sent[at + 1])
        {
            var content = sent.AsSpan(at + 2, sent[at + 1]);
            Assert.Equal(-1, content.IndexOfAnyExcept(sent[at] == pong[0] ? pong[2] : audio[0]));
            if (sent[at] == pong[0])
                answers++;
            else
                chunks++;
        }

        Assert.Equal((2 * Frames, pongs), (chunks, answers));
    }

    private sealed class RecordedWrites : MemoryStream
    {
        private readonly Lock _lock = new();

        public List<byte[]> Writes { get; } = [];

        public bool IsBroken { get; set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsBroken)
                return ValueTask.FromException(new IOException("The connection is broken."));
            lock (_lock)
                Writes.Add(buffer.ToArray());
            return ValueTask.CompletedTask;
        }
    }
}
