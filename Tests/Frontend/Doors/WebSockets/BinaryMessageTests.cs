using System.Net.WebSockets;
using CsCheck;
using Speeko.Frontend.Doors.WebSockets;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

/// <summary>What is put into a frame here comes out of the framework's own WebSocket.</summary>
public sealed class BinaryMessageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(4096)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public Task A_message_of_any_length_is_understood(int length) => CheckAsync([[.. Enumerable.Range(0, length).Select(i => (byte)i)]]);

    [Fact]
    public Task And_so_is_any_number_of_them() =>
        Gen.Byte.Array[0, 300].List[1, 20].SampleAsync(CheckAsync, iter: 200);

    private static async Task CheckAsync(IReadOnlyList<byte[]> messages)
    {
        using var sent = new MemoryStream();
        foreach (var message in messages)
        {
            var frame = new byte[BinaryMessage.LengthOf(message)];
            BinaryMessage.Write(message, frame);
            sent.Write(frame);
        }

        sent.Position = 0;
        using var client = WebSocket.CreateFromStream(sent, new WebSocketCreationOptions());
        foreach (var message in messages)
        {
            var buffer = new byte[message.Length + 1];
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await client.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.Equal(WebSocketMessageType.Binary, part.MessageType);
            Assert.Equal(message, buffer[..length]);
        }
    }
}
