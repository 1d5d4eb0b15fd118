using System.Buffers;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>
/// Passes on what is written; between <see cref="Gather"/> and <see cref="SendAsync"/> it gathers instead, so that the chunks
/// of a frame leave with one system call and arrive with one. Holds one frame at most. For one writer.
/// </summary>
internal sealed class GatheringStream(Stream connection) : Stream
{
    private readonly ArrayBufferWriter<byte> _gathered = new();
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
        if (_gathered.WrittenCount == 0)
            return;
        try
        {
            await connection.WriteAsync(_gathered.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gathered.ResetWrittenCount();
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_gathers)
            return connection.WriteAsync(buffer, cancellationToken);
        _gathered.Write(buffer.Span);
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
}
