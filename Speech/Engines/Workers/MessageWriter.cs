using System.Buffers.Binary;
using System.Text;

namespace Speeko.Speech.Engines.Workers;

/// <summary>Builds one message in a buffer that is used again. Not thread-safe.</summary>
public sealed class MessageWriter
{
    public const int HeaderBytes = 5;

    private byte[] _buffer = new byte[1024];
    private int _length;

    public MessageWriter Begin(MessageKind kind)
    {
        _length = HeaderBytes;
        _buffer[4] = (byte)kind;
        return this;
    }

    public MessageWriter Add(byte value)
    {
        Reserve(1)[0] = value;
        return this;
    }

    public MessageWriter Add(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), value);
        return this;
    }

    public MessageWriter Add(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), value);
        return this;
    }

    public MessageWriter Add(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(sizeof(double)), value);
        return this;
    }

    public MessageWriter Add(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        Add(bytes);
        Encoding.UTF8.GetBytes(text, Reserve(bytes));
        return this;
    }

    public MessageWriter Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        return this;
    }

    /// <summary>The whole message; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlyMemory<byte> End()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer, _length - HeaderBytes);
        return _buffer.AsMemory(0, _length);
    }

    private Span<byte> Reserve(int count)
    {
        if (_length + count > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        var span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }
}
