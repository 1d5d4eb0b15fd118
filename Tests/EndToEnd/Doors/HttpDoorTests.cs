using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Speeko.Frontend.Doors.SignalR;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>Speech and prefetch over plain HTTP, and the hub's prefetch.</summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class HttpDoorTests(EmbeddedClusterCollection.Fixture fixture) : IDisposable
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = fixture.Cluster.Urls[0],
        DefaultRequestHeaders = { { "X-API-Key", fixture.Cluster.ApiKey } },
    };

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("pcm", "audio/pcm")]
    [InlineData("wav", "audio/wav")]
    public async Task A_text_is_answered_by_its_audio(string format, string type)
    {
        const string text = "The answer is streamed. It ends when it is whole.";
        await using var socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);
        await socket.SendAsync(new { text, format });
        var expected = (await socket.HearAsync()).Audio;

        using var response = await _http.PostAsJsonAsync("/v1/tts/stream", new { text, format });

        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(expected, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_first_audio_comes_before_the_last_is_made()
    {
        var text = string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"Chapter {i} is long."));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tts/stream") { Content = JsonContent.Create(new { text }) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var audio = await response.Content.ReadAsStreamAsync();
        var first = new byte[4096];

        await audio.ReadExactlyAsync(first);

        // Leaving early ends the speech, and hurts nobody.
        audio.Close();
        using var next = await _http.PostAsJsonAsync("/v1/tts/stream", new { text = "Still here." });
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Theory]
    [InlineData("/v1/tts/stream", "", 400, "bad_message", null)]
    [InlineData("/v1/tts/stream", "[]", 400, "bad_message", null)]
    [InlineData("/v1/tts/stream", "{}", 400, "bad_field", "text")]
    [InlineData("/v1/tts/stream", "{\"text\":\"?!\"}", 400, "nothing_to_speak", "text")]
    [InlineData("/v1/tts/stream", "{\"text\":\"hi\",\"voice_id\":\"klingon\"}", 404, "unknown_voice", "voice_id")]
    [InlineData("/v1/tts/prefetch", "null", 400, "bad_message", null)]
    [InlineData("/v1/tts/prefetch", "{}", 400, "bad_field", "texts")]
    [InlineData("/v1/tts/prefetch", "{\"texts\":[]}", 400, "bad_field", "texts")]
    [InlineData("/v1/tts/prefetch", "{\"texts\":\"One.\"}", 400, "bad_field", "texts")]
    [InlineData("/v1/tts/prefetch", "{\"texts\":[\"One.\",null]}", 400, "bad_field", "texts[1]")]
    [InlineData("/v1/tts/prefetch", "{\"texts\":[\"One.\"],\"voice_id\":\"klingon\"}", 404, "unknown_voice", "voice_id")]
    [InlineData("/v1/tts/prefetch", "{\"texts\":[\"One.\"],\"speaking_rate\":9}", 400, "bad_field", "speaking_rate")]
    public async Task Wrong_input_is_named(string path, string body, int status, string code, string? field)
    {
        using var response = await _http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
    }

    [Fact]
    public async Task Ten_thousand_texts_are_told_the_limit()
    {
        using var response = await _http.PostAsJsonAsync(
            "/v1/tts/prefetch", new { texts = Enumerable.Range(0, 10_000).Select(i => $"Text {i}.") });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("texts", 1000), (problem.GetProperty("field").GetString(), problem.GetProperty("limit").GetInt32()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_the_limit_is_told_the_limit(bool asksFirst)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tts/prefetch")
        {
            Content = new StringContent(new string('a', 8 << 20), Encoding.UTF8, "application/json"),
        };
        request.Headers.ExpectContinue = asksFirst;
        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1 << 20, problem.GetProperty("limit").GetInt32());
    }

    [Fact]
    public async Task A_prefetch_tells_what_it_takes_and_what_is_ready_already()
    {
        var text = $"Made ready as number {Random.Shared.Next()}. And heard later.";
        Assert.Equal(2, (await PrefetchAsync(text)).GetProperty("accepted").GetInt32());
        using var response = await _http.PostAsJsonAsync("/v1/tts/stream", new { text });
        Assert.True((await response.Content.ReadAsByteArrayAsync()).Length > 0);

        Assert.Equal(2, (await PrefetchAsync(text)).GetProperty("cached").GetInt32());
        await using var hub = await ConnectAsync();
        Assert.Equal(
            new PrefetchCounts { Cached = 2 }, await hub.InvokeAsync<PrefetchCounts>("Prefetch", new PrefetchTexts { Texts = [text] }));
    }

    [Fact]
    public async Task The_hub_names_what_is_wrong_with_a_prefetch()
    {
        await using var hub = await ConnectAsync();

        var failure = await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(
            () => hub.InvokeAsync<PrefetchCounts>("Prefetch", new PrefetchTexts { Texts = [] }));

        Assert.Contains("bad_field: ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/tts/stream")]
    [InlineData("/v1/tts/prefetch")]
    public async Task Without_a_key_nothing_is_done(string path)
    {
        using var stranger = new HttpClient { BaseAddress = fixture.Cluster.Urls[0] };
        using var response = await stranger.PostAsJsonAsync(path, new { text = "Hello.", texts = new[] { "Hello." } });

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task<JsonElement> PrefetchAsync(params string[] texts)
    {
        using var response = await _http.PostAsJsonAsync("/v1/tts/prefetch", new { texts });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HubConnection> ConnectAsync()
    {
        var hub = new HubConnectionBuilder().WithUrl(
            new Uri(fixture.Cluster.Urls[0], SpeechHub.Path), options => options.Headers["X-API-Key"] = fixture.Cluster.ApiKey).Build();
        await hub.StartAsync();
        return hub;
    }
}
