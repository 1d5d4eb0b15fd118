using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Speeko.Frontend.Doors.SignalR;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>The hub, called with the clients that people have.</summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class SignalRTests(EmbeddedClusterCollection.Fixture fixture)
{
    private const string Text = "Every listener hears the same, whichever door they come through. Even twice.";

    [Fact]
    public async Task JSON_MessagePack_and_WebSocket_deliver_the_same_bytes()
    {
        await using var json = await ConnectAsync(messagePack: false);
        await using var messagePack = await ConnectAsync(messagePack: true);
        await using var socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);
        await socket.SendAsync(new { text = Text });

        var bySocket = (await socket.HearAsync()).Audio;
        var byJson = await HearAsync(json, new SpeakRequest { Text = Text });
        var byMessagePack = await HearAsync(messagePack, new SpeakRequest { Text = Text });

        Assert.True(bySocket.Length > 100_000);
        Assert.Equal(bySocket, byJson);
        Assert.Equal(bySocket, byMessagePack);
    }

    [Fact]
    public async Task Chunks_are_numbered_and_the_last_item_tells_the_duration()
    {
        await using var hub = await ConnectAsync(messagePack: true);
        var chunks = await hub.StreamAsync<SpeechChunk>("Speak", new SpeakRequest { Text = Text }).ToListAsync();

        Assert.Equal(Enumerable.Range(0, chunks.Count).Select(i => (long)i), chunks.Select(chunk => chunk.Sequence));
        Assert.All(chunks.SkipLast(1), chunk => Assert.False(chunk.IsFinal));
        Assert.True(chunks[^1].IsFinal);
        Assert.Equal(chunks.Sum(chunk => chunk.Audio.Length) * 1000L / (22050 * 2), chunks[^1].DurationMs);
    }

    [Theory]
    [InlineData("", null, "bad_field: ")]
    [InlineData("...", null, "nothing_to_speak: ")]
    [InlineData("Hello.", "klingon", "unknown_voice: ")]
    public async Task A_failure_is_an_exception_that_begins_with_its_code(string text, string? voice, string message)
    {
        await using var hub = await ConnectAsync(messagePack: false);

        var failure = await Assert.ThrowsAsync<HubException>(
            () => HearAsync(hub, new SpeakRequest { Text = text, VoiceId = voice }));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await HearAsync(hub, new SpeakRequest { Text = "The connection goes on." }));
    }

    [Fact]
    public async Task A_stream_ended_early_leaves_the_connection_usable()
    {
        await using var hub = await ConnectAsync(messagePack: true);
        var story = string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"Chapter {i} is long."));
        await foreach (var chunk in hub.StreamAsync<SpeechChunk>("Speak", new SpeakRequest { Text = story }))
        {
            Assert.NotEmpty(chunk.Audio);
            break;
        }

        Assert.NotEmpty(await HearAsync(hub, new SpeakRequest { Text = "And then another." }));
    }

    [Fact]
    public async Task A_connection_has_so_many_sessions_and_no_more()
    {
        await using var hub = await ConnectAsync(messagePack: true);
        var story = string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"Chapter {i} is long."));
        using var stop = new CancellationTokenSource();
        var speaking = new List<IAsyncEnumerator<SpeechChunk>>();
        for (var i = 0; i < 16; i++)
        {
            var stream = hub.StreamAsync<SpeechChunk>("Speak", new SpeakRequest { Text = story }, stop.Token).GetAsyncEnumerator();
            Assert.True(await stream.MoveNextAsync());
            speaking.Add(stream);
        }

        var refusal = await Assert.ThrowsAsync<HubException>(() => HearAsync(hub, new SpeakRequest { Text = "One too many." }));
        Assert.Contains("too_large: ", refusal.Message, StringComparison.Ordinal);
        await stop.CancelAsync();
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task The_JavaScript_client_hears_the_same(string protocol)
    {
        await using var socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);
        await socket.SendAsync(new { text = Text });
        var expected = (await socket.HearAsync()).Audio;

        var (bytes, hash, final) = await RunNodeAsync(protocol);

        Assert.Equal(expected.Length, bytes);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(expected)), hash);
        Assert.True(final);
    }

    private async Task<(int Bytes, string Sha256, bool Final)> RunNodeAsync(string protocol)
    {
        var script = Checkout.PathOf("Tests/EndToEnd/signalr-client/speak.mjs");
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[script, new Uri(fixture.Cluster.Urls[0], "hubs/speech").ToString(), fixture.Cluster.ApiKey, protocol, Text])
            start.ArgumentList.Add(argument);
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var line = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await errors);
        var result = JsonSerializer.Deserialize<JsonElement>(line);
        return (result.GetProperty("bytes").GetInt32(), result.GetProperty("sha256").GetString()!, result.GetProperty("final").GetBoolean());
    }

    private Task<HubConnection> ConnectAsync(bool messagePack) => SpeechHubClient.ConnectAsync(fixture.Cluster, messagePack);

    private static async Task<byte[]> HearAsync(HubConnection hub, SpeakRequest request)
    {
        var audio = new List<byte>();
        await foreach (var chunk in hub.StreamAsync<SpeechChunk>("Speak", request))
            audio.AddRange(chunk.Audio);
        return [.. audio];
    }
}
