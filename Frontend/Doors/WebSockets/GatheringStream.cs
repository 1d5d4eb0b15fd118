using System.Buffers;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>
/// Passes on what is written; between <see cref="Gather"/> and <see cref="SendAsync"/> it gathers instead, so that the chunks
/// of a frame leave with one system call and arrive with one. Holds one frame at most, and nothing in between: thousands of
/// connections wait most of the time. For one who gathers, beside whom a WebSocket may answer a ping.
/// </summary>
internal sealed class GatheringStream(Stream connection) : Stream
{
    /// <summary>A piece of audio, its marks, and what WebSockets put around them.</summary>
    private const int UsualBytes = 72 * 1024;

    private readonly Lock _lock = new();
    private byte[] _gathered = [];
    private int _length;
    private bool _gathers;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Gather()
    {
        lock (_lock)
            _gathers = true;
    }

    /// <summary>Gathers audio, a binary message for each chunk; by itself a WebSocket takes each of the hundred of a sentence through a lock and a buffer.</summary>
    public void AddChunks(ReadOnlySpan<byte> audio, int chunkBytes)
    {
        lock (_lock)
        {
            for (var rest = audio; !rest.IsEmpty; rest = rest[Math.Min(chunkBytes, rest.Length)..])
            {
                var chunk = rest[..Math.Min(chunkBytes, rest.Length)];
                BinaryMessage.Write(chunk, Room(BinaryMessage.LengthOf(chunk)));
            }
        }
    }

    /// <summary>Sends what was gathered, and passes on again.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var (gathered, length) = TakeGathered();
        if (length == 0)
            return;
        await connection.WriteAsync(gathered.AsMemory(0, length), cancellationToken).ConfigureAwait(false);

        // After a write that failed somebody may still look at it: then it is garbage.
        ArrayPool<byte>.Shared.Return(gathered);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_gathers)
            {
                buffer.Span.CopyTo(Room(buffer.Length));
                return ValueTask.CompletedTask;
            }
        }

        return connection.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_gathers)
                return Task.CompletedTask;
        }

        return connection.FlushAsync(cancellationToken);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        connection.ReadAsync(buffer, offset, count, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // A connection is flushed by FlushAsync; disposing calls this.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }

    private (byte[] Gathered, int Length) TakeGathered()
    {
        lock (_lock)
        {
            var taken = (_gathered, _length);
            (_gathered, _length, _gathers) = ([], 0, false);
            return taken;
        }
    }

    private Span<byte> Room(int bytes)
    {
        if (_gathered.Length - _length < bytes)
            Grow(_length + bytes);
        _length += bytes;
        return _gathered.AsSpan(_length - bytes, bytes);
    }

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, Math.Max(2 * _gathered.Length, UsualBytes)));
        _gathered.AsSpan(0, _length).CopyTo(larger);
        if (_gathered.Length > 0)
            ArrayPool<byte>.Shared.Return(_gathered);
        _gathered = larger;
    }
}
