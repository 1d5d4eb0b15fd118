using System.Buffers;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>
/// Passes on what is written; between <see cref="Gather"/> and <see cref="SendAsync"/> it gathers instead, so that the chunks
/// of a frame leave with one system call and arrive with one. Holds one frame at most, and nothing in between: thousands of
/// connections wait most of the time. For one writer.
/// </summary>
internal sealed class GatheringStream(Stream connection) : Stream
{
    /// <summary>A piece of audio, its marks, and what WebSockets put around them.</summary>
    private const int UsualBytes = 72 * 1024;

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

    public void Gather() => _gathers = true;

    /// <summary>Sends what was gathered, and passes on again.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        _gathers = false;
        if (_length == 0)
            return;
        var (gathered, length) = (_gathered, _length);
        (_gathered, _length) = ([], 0);
        await connection.WriteAsync(gathered.AsMemory(0, length), cancellationToken).ConfigureAwait(false);

        // After a write that failed somebody may still look at it: then it is garbage.
        ArrayPool<byte>.Shared.Return(gathered);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_gathers)
            return connection.WriteAsync(buffer, cancellationToken);
        if (_gathered.Length - _length < buffer.Length)
            Grow(_length + buffer.Length);
        buffer.CopyTo(_gathered.AsMemory(_length));
        _length += buffer.Length;
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _gathers ? Task.CompletedTask : connection.FlushAsync(cancellationToken);

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

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, Math.Max(2 * _gathered.Length, UsualBytes)));
        _gathered.AsSpan(0, _length).CopyTo(larger);
        if (_gathered.Length > 0)
            ArrayPool<byte>.Shared.Return(_gathered);
        _gathered = larger;
    }
}
