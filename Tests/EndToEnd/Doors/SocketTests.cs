namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>The WebSocket as a client uses it that means well.</summary>
public abstract class SocketTests(ClusterFixture fixture) : IAsyncLifetime
{
    private RawSocket _socket = null!;

    public async Task InitializeAsync() => _socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);

    public Task DisposeAsync() => _socket.DisposeAsync().AsTask();

    [Fact]
    public async Task Audio_follows_its_metadata_in_chunks_and_ends_with_its_duration()
    {
        await _socket.SendAsync(new { text = "The night train follows a long winding road. It is late!" });

        var answer = await _socket.HearAsync();

        var metadata = answer.Texts[0];
        Assert.Equal("stream_metadata", metadata.GetProperty("type").GetString());
        Assert.Equal(22050, metadata.GetProperty("sample_rate").GetInt32());
        Assert.All(answer.Chunks, chunk => Assert.InRange(chunk.Length, 2, 4096));
        Assert.Equal(answer.Audio.Length * 1000L / (22050 * 2), answer.DurationMs);
        Assert.Equal(answer.Chunks.Count, answer.Last.GetProperty("next_sequence").GetInt32());
        Assert.InRange(answer.DurationMs, 2500, 8000);
    }

    [Fact]
    public async Task A_client_that_names_the_protocol_is_answered_by_its_name()
    {
        await using var named = await RawSocket.ConnectAsync(
            fixture.Cluster.Urls[0], fixture.Cluster.ApiKey, "speeko.v9.unknown", "speeko.v1.json");
        Assert.Equal("speeko.v1.json", named.SubProtocol);
        await named.SendAsync(new { text = "By its name." });
        Assert.True((await named.HearAsync()).IsComplete);
    }

    [Fact]
    public async Task A_wav_is_a_header_with_open_sizes_and_the_same_samples()
    {
        await _socket.SendAsync(new { text = "Wave and bare samples." });
        var pcm = await _socket.HearAsync();
        await _socket.SendAsync(new { text = "Wave and bare samples.", format = "wav" });
        var wav = await _socket.HearAsync();

        Assert.Equal("RIFF"u8.ToArray(), wav.Audio[..4]);
        Assert.Equal([0xFF, 0xFF, 0xFF, 0xFF], wav.Audio[40..44]);
        Assert.Equal(pcm.Audio, wav.Audio[44..]);
    }

    [Fact]
    public async Task Marks_come_when_they_are_asked_for()
    {
        const string text = "Grüße aus Köln. Bis bald!";
        await _socket.SendAsync(new { text, language = "de", marks = true });

        var answer = await _socket.HearAsync();

        var words = answer.Texts.Where(mark => mark.GetProperty("type").GetString() == "mark"
            && mark.GetProperty("kind").GetString() == "word").ToList();
        Assert.Equal(
            ["Grüße", "aus", "Köln", "Bis", "bald"],
            words.Select(mark => text.Substring(mark.GetProperty("text_offset").GetInt32(), mark.GetProperty("text_length").GetInt32())));
        var times = words.Select(mark => mark.GetProperty("time_ms").GetInt64()).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task Several_requests_are_answered_one_after_the_other()
    {
        string[] texts = ["One.", "And two.", "Three it is."];
        foreach (var text in texts)
            await _socket.SendAsync(new { text });

        for (var i = 0; i < texts.Length; i++)
        {
            var answer = await _socket.HearAsync();
            Assert.True(answer.IsComplete);
            Assert.Equal(i, answer.Last.GetProperty("utterance").GetInt32());
        }
    }

    [Fact]
    public async Task A_cancel_silences_a_long_story()
    {
        await _socket.SendAsync(new { text = string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"Chapter {i} is long.")) });
        await _socket.ReceiveAsync();
        await _socket.ReceiveAsync();
        await _socket.SendAsync(new { type = "cancel" });

        var answer = await _socket.HearAsync();

        Assert.Equal("cancelled", answer.Last.GetProperty("type").GetString());
        Assert.StartsWith("Chapter", answer.Last.GetProperty("text_spoken").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("Chapter 1999 is long.", answer.Last.GetProperty("text_remaining").GetString(), StringComparison.Ordinal);

        await _socket.SendAsync(new { text = "Something else." });
        var next = await _socket.HearAsync();
        Assert.True(next.IsComplete);
        Assert.Equal("stream_metadata", next.Texts[0].GetProperty("type").GetString());
        Assert.InRange(next.DurationMs, 500, 2000);
    }

    [Fact]
    public async Task The_cluster_lists_its_voices_and_counts_what_it_does()
    {
        using var voices = await fixture.Cluster.GetJsonAsync("/v1/voices");
        Assert.InRange(voices.RootElement.GetProperty("voices").GetArrayLength(), 101, 1000);

        var before = await fixture.Cluster.CountAsync("syntheses");
        await _socket.SendAsync(new { text = $"Never said before: {Guid.NewGuid()}." });
        await _socket.HearAsync();
        Assert.True(await fixture.Cluster.CountAsync("syntheses") > before);
    }
}
