using System.Buffers.Binary;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// Reads messages from a pipe, as many as have come with one system call. Bounded: a length beyond
/// <see cref="MaxPayloadBytes"/> is an <see cref="InvalidDataException"/>. Not thread-safe.
/// </summary>
public sealed class MessageReader(Stream input)
{
    public const int MaxPayloadBytes = 1 << 20;

    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;

    /// <summary>
    /// The next message, its payload valid until the next call; null at the end of the input.
    /// </summary>
    public async ValueTask<(MessageKind Kind, ReadOnlyMemory<byte> Payload)?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake() is { } message)
                return message;
            MakeRoom();
            var count = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return null;
            _end += count;
        }
    }

    /// <summary>The same for a thread of its own.</summary>
    public (MessageKind Kind, ReadOnlyMemory<byte> Payload)? Read()
    {
        while (true)
        {
            if (TryTake() is { } message)
                return message;
            MakeRoom();
            var count = input.Read(_buffer.AsSpan(_end));
            if (count == 0)
                return null;
            _end += count;
        }
    }

    private (MessageKind, ReadOnlyMemory<byte>)? TryTake()
    {
        if (_end - _start < MessageWriter.HeaderBytes)
            return null;
        var length = PayloadLength();
        if (_end - _start < MessageWriter.HeaderBytes + length)
            return null;
        var payload = _buffer.AsMemory(_start + MessageWriter.HeaderBytes, length);
        var kind = (MessageKind)_buffer[_start + 4];
        _start += MessageWriter.HeaderBytes + length;
        return (kind, payload);
    }

    private int PayloadLength()
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start));
        return (uint)length <= MaxPayloadBytes
            ? length
            : throw new InvalidDataException($"A message claims to have {length} bytes; at most {MaxPayloadBytes} are taken.");
    }

    private void MakeRoom()
    {
        var needed = _end - _start < MessageWriter.HeaderBytes
            ? MessageWriter.HeaderBytes
            : MessageWriter.HeaderBytes + PayloadLength();
        var used = _buffer.AsSpan(_start, _end - _start);
        if (needed > _buffer.Length)
        {
            var larger = new byte[needed];
            used.CopyTo(larger);
            _buffer = larger;
        }
        else if (_start > 0)
        {
            used.CopyTo(_buffer);
        }

        (_start, _end) = (0, used.Length);
    }
}
