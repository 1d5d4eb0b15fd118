using System.Buffers.Binary;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>A binary message of a WebSocket as its server sends it: one frame, the last of its message, not masked (RFC 6455, 5.2).</summary>
internal static class BinaryMessage
{
    private const byte FinalBinary = 0x82;

    private const int LongestShort = 125;

    private const byte LengthIn16Bits = 126;

    private const byte LengthIn64Bits = 127;

    /// <summary>With what stands before it.</summary>
    public static int LengthOf(ReadOnlySpan<byte> message) => message.Length + message.Length switch
    {
        <= LongestShort => 2,
        <= ushort.MaxValue => 4,
        _ => 10,
    };

    /// <param name="message">What is sent.</param>
    /// <param name="frame">As long as <see cref="LengthOf"/> says.</param>
    public static void Write(ReadOnlySpan<byte> message, Span<byte> frame)
    {
        frame[0] = FinalBinary;
        switch (message.Length)
        {
            case <= LongestShort:
                frame[1] = (byte)message.Length;
                break;
            case <= ushort.MaxValue:
                frame[1] = LengthIn16Bits;
                BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)message.Length);
                break;
            default:
                frame[1] = LengthIn64Bits;
                BinaryPrimitives.WriteInt64BigEndian(frame[2..], message.Length);
                break;
        }

        message.CopyTo(frame[^message.Length..]);
    }
}
