using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>Whatever comes in over a socket: a clear error or speech, and the socket goes on.</summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class BadInputTests(EmbeddedClusterCollection.Fixture fixture) : IAsyncLifetime
{
    private RawSocket _socket = null!;

    public async Task InitializeAsync() => _socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);

    public Task DisposeAsync() => _socket.DisposeAsync().AsTask();

    [Theory]
    [InlineData("", "bad_message", null)]
    [InlineData("nonsense", "bad_message", null)]
    [InlineData("[]", "bad_message", null)]
    [InlineData("null", "bad_message", null)]
    [InlineData("{\"text\":\"hi\"", "bad_message", null)]
    [InlineData("{\"type\":\"dance\"}", "bad_message", "type")]
    [InlineData("{}", "bad_field", "text")]
    [InlineData("{\"text\":\"\"}", "bad_field", "text")]
    [InlineData("{\"text\":\" \\n\\t \"}", "bad_field", "text")]
    [InlineData("{\"text\":null}", "bad_field", "text")]
    [InlineData("{\"text\":5}", "bad_field", "text")]
    [InlineData("{\"text\":\"\\ud800\"}", "bad_field", "text")]
    [InlineData("{\"text\":\"?! … —\"}", "nothing_to_speak", "text")]
    [InlineData("{\"text\":\"\\u0000\\u0007\"}", "nothing_to_speak", "text")]
    [InlineData("{\"text\":\"hi\",\"voice_id\":\"klingon\"}", "unknown_voice", "voice_id")]
    [InlineData("{\"text\":\"hi\",\"language\":\"tlh\"}", "unknown_language", "language")]
    [InlineData("{\"text\":\"hi\",\"speaking_rate\":0.2}", "bad_field", "speaking_rate")]
    [InlineData("{\"text\":\"hi\",\"speaking_rate\":4.01}", "bad_field", "speaking_rate")]
    [InlineData("{\"text\":\"hi\",\"speaking_rate\":\"fast\"}", "bad_field", "speaking_rate")]
    [InlineData("{\"text\":\"hi\",\"speaking_rate\":1e999}", "bad_field", "speaking_rate")]
    [InlineData("{\"text\":\"hi\",\"format\":\"midi\"}", "bad_field", "format")]
    [InlineData("{\"text\":\"hi\",\"sample_rate\":11}", "bad_field", "sample_rate")]
    public async Task Wrong_input_gets_an_error_that_names_the_field(string message, string code, string? field)
    {
        await _socket.SendTextAsync(message);

        var answer = await _socket.HearAsync();

        Assert.Equal((code, field), (answer.ErrorCode, answer.ErrorField));
        await StillSpeaksAsync();
    }

    [Fact]
    public async Task Text_beyond_the_limit_is_told_the_limit()
    {
        await _socket.SendAsync(new { text = new string('a', 131_073) });

        var answer = await _socket.HearAsync();

        Assert.Equal(("too_large", "text", 131_072), (answer.ErrorCode, answer.ErrorField, answer.Last.GetProperty("limit").GetInt32()));
        await StillSpeaksAsync();
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_read_to_its_end_and_refused()
    {
        await _socket.SendBytesAsync(new byte[2 << 20], WebSocketMessageType.Text);

        Assert.Equal("too_large", (await _socket.HearAsync()).ErrorCode);
        await StillSpeaksAsync();
    }

    [Fact]
    public async Task Binary_where_text_is_due_is_refused()
    {
        await _socket.SendBytesAsync([0, 1, 2, 3], WebSocketMessageType.Binary);

        Assert.Equal("bad_message", (await _socket.HearAsync()).ErrorCode);
        await StillSpeaksAsync();
    }

    [Fact]
    public async Task Text_that_is_not_UTF_8_inside_a_JSON_string_is_named()
    {
        await _socket.SendBytesAsync([.. "{\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8], WebSocketMessageType.Binary);

        Assert.Equal("bad_message", (await _socket.HearAsync()).ErrorCode);
        await StillSpeaksAsync();
    }

    [Fact]
    public async Task A_message_in_ten_fragments_is_one_message()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"text\":\"Zehn Stücke, eine Nachricht.\",\"language\":\"de\"}");
        foreach (var part in bytes.Chunk((bytes.Length / 10) + 1))
            await _socket.SendBytesAsync(part, WebSocketMessageType.Text, isEnd: false);
        await _socket.SendBytesAsync([], WebSocketMessageType.Text);

        Assert.True((await _socket.HearAsync()).IsComplete);
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("a\0b\u0007c")]
    [InlineData("&lt;speak&gt; <speak version=\"1.0\">hi</speak>")]
    [InlineData("100 % of $5 & more")]
    public async Task Odd_text_is_spoken_sensibly(string text)
    {
        await _socket.SendAsync(new { text });

        var answer = await _socket.HearAsync();

        Assert.True(answer.IsComplete, answer.Last.ToString());
        Assert.InRange(answer.DurationMs, 200, 20_000);
    }

    [Fact]
    public async Task Without_the_key_nobody_comes_in()
    {
        using var http = new HttpClient { BaseAddress = fixture.Cluster.Urls[0] };
        foreach (var path in (string[])["/v1/voices", "/v1/stats", "/ws/tts/stream", "/hubs/speech"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-API-Key", "wrong");
            using var response = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        await Assert.ThrowsAsync<WebSocketException>(() => RawSocket.ConnectAsync(fixture.Cluster.Urls[0], "wrong"));
    }

    private async Task StillSpeaksAsync()
    {
        await _socket.SendAsync(new { text = "Still here." });
        Assert.True((await _socket.HearAsync()).IsComplete);
    }
}
