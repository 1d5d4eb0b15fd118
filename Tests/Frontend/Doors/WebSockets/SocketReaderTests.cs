using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CsCheck;
using Speeko.Frontend.Doors.WebSockets;
using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

public sealed class SocketReaderTests : IDisposable
{
    private const int MaxBytes = 20_000;

    private readonly ScriptedSocket _socket = new();

    public void Dispose() => _socket.Dispose();

    [Fact]
    public Task A_message_is_the_same_however_it_is_fragmented() =>
        Gen.Select(
            Gen.OneOf("a", "é", "漢", "😀", "\"", "\\", "\n").Array[0, 3000].Select(string.Concat),
            Gen.Int[1, 9000].Array[1, 5]).SampleAsync(
            async t =>
            {
                var message = new ClientMessage { Type = "append", Text = t.Item1, SpeakingRate = 1.5, Marks = true };
                var socket = new ScriptedSocket();
                for (var i = 0; i < 2; i++)
                    socket.Add(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, t.Item2);
                using var reader = new SocketReader(socket, maxMessageBytes: 64 * 1024);

                Assert.Equal((message, null), await reader.ReadAsync(CancellationToken.None));
                Assert.Equal((message, null), await reader.ReadAsync(CancellationToken.None));
                Assert.Equal((null, null), await reader.ReadAsync(CancellationToken.None));
            },
            iter: 50);

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1000 })]
    [InlineData(new[] { MaxBytes })]
    public async Task A_message_that_is_too_large_is_refused_and_the_next_is_understood(int[] fragments)
    {
        _socket.Add(Speak(new string('a', 3 * MaxBytes)), WebSocketMessageType.Text, fragments).Add(Speak("Hello."));
        using var reader = new SocketReader(_socket, MaxBytes);

        var (message, error) = await reader.ReadAsync(CancellationToken.None);
        Assert.Null(message);
        Assert.Equal((SpeechErrorCode.TooLarge, (double)MaxBytes), (error?.Code, error?.Limit));
        Assert.Equal("Hello.", (await reader.ReadAsync(CancellationToken.None)).Message?.Text);
    }

    [Fact]
    public async Task The_limit_is_the_last_size_that_passes()
    {
        var overhead = Speak("").Length;
        _socket.Add(Speak(new string('a', MaxBytes - overhead))).Add(Speak(new string('a', MaxBytes - overhead + 1)));
        using var reader = new SocketReader(_socket, MaxBytes);

        Assert.Null((await reader.ReadAsync(CancellationToken.None)).Error);
        Assert.Equal(SpeechErrorCode.TooLarge, (await reader.ReadAsync(CancellationToken.None)).Error?.Code);
    }

    [Fact]
    public async Task A_message_many_times_too_large_ends_the_connection()
    {
        _socket.Add(new byte[17 * MaxBytes], WebSocketMessageType.Text, 5000);
        using var reader = new SocketReader(_socket, MaxBytes);

        await Assert.ThrowsAsync<WebSocketException>(() => reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Binary_is_refused_and_the_next_message_is_understood()
    {
        _socket.Add(Speak("Hello."), WebSocketMessageType.Binary, 7).Add(Speak("Hello."));
        using var reader = new SocketReader(_socket, MaxBytes);

        Assert.Equal(SpeechErrorCode.BadMessage, (await reader.ReadAsync(CancellationToken.None)).Error?.Code);
        Assert.Equal("Hello.", (await reader.ReadAsync(CancellationToken.None)).Message?.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"speak\"")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("hello")]
    public async Task What_is_no_JSON_object_is_no_message(string json) =>
        Assert.Equal((SpeechErrorCode.BadMessage, null), await WrongAsync(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"text": 7}""", "text")]
    [InlineData("""{"text": {"deep": [1, {}]}}""", "text")]
    [InlineData("""{"text": "a", "speaking_rate": "fast"}""", "speaking_rate")]
    [InlineData("""{"sample_rate": 1.5}""", "sample_rate")]
    [InlineData("""{"marks": null, "type": true}""", "type")]
    [InlineData("""{"text": "\ud83d"}""", "text")]
    [InlineData("""{"text": "\ude00\ud83d"}""", "text")]
    public async Task A_field_of_the_wrong_type_is_named(string json, string field) =>
        Assert.Equal((SpeechErrorCode.BadField, field), await WrongAsync(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused() => Assert.Equal(
        (SpeechErrorCode.BadField, "text"), await WrongAsync([.. "{\"text\": \""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]));

    [Fact]
    public async Task Fields_that_are_not_known_are_passed_over()
    {
        _socket.Add(Encoding.UTF8.GetBytes("""{"future": {"deep": [[[1]]]}, "text": "Hello."}"""));
        using var reader = new SocketReader(_socket, MaxBytes);

        Assert.Equal("Hello.", (await reader.ReadAsync(CancellationToken.None)).Message?.Text);
    }

    [Fact]
    public async Task Without_bottom_JSON_is_refused_and_no_answer_is_longer_than_a_line()
    {
        Assert.Equal(
            (SpeechErrorCode.BadField, "text"), await WrongAsync(Encoding.UTF8.GetBytes("{\"text\": " + new string('[', 9000))));
        _socket.Add(Encoding.UTF8.GetBytes($$$"""{"{{{new string('k', 9000)}}}": {{{"{"}}}"""));
        using var reader = new SocketReader(_socket, MaxBytes);

        var error = (await reader.ReadAsync(CancellationToken.None)).Error;
        Assert.InRange(error!.Message.Length + (error.Field?.Length ?? 0), 1, 300);
    }

    [Fact]
    public Task Nothing_that_comes_is_answered_with_an_exception() => Gen.Byte.Array[0, 60].SampleAsync(async bytes =>
    {
        using var reader = new SocketReader(new ScriptedSocket().Add(bytes), MaxBytes);
        var (message, error) = await reader.ReadAsync(CancellationToken.None);
        Assert.True(message is null != error is null);
    });

    private static byte[] Speak(string text) => Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}""");

    private static async Task<(SpeechErrorCode?, string?)> WrongAsync(byte[] bytes)
    {
        using var reader = new SocketReader(new ScriptedSocket().Add(bytes), MaxBytes);
        var (message, error) = await reader.ReadAsync(CancellationToken.None);
        Assert.Null(message);
        return (error?.Code, error?.Field);
    }
}
