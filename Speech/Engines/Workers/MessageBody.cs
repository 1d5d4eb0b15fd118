using System.Buffers.Binary;
using System.Text;

namespace Speeko.Speech.Engines.Workers;

/// <summary>Takes a payload apart, field by field. Too short a payload is an <see cref="InvalidDataException"/>.</summary>
public ref struct MessageBody(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public string ReadText() => Encoding.UTF8.GetString(Take(ReadInt32()));

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
            throw new InvalidDataException("A message is shorter than its fields.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
