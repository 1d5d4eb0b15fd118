using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Speeko.Frontend.Doors.SignalR;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>A session over the hub: opened, fed, interrupted, left and taken up again by another connection.</summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class HubSessionTests(EmbeddedClusterCollection.Fixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Text_in_parts_is_heard_as_the_whole_is_and_the_session_goes_on(bool messagePack)
    {
        await using var socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);
        await socket.SendAsync(new { text = "It comes in parts. And it is one." });
        var whole = (await socket.HearAsync()).Audio;
        await using var hub = await ConnectAsync(messagePack);
        var id = await hub.InvokeAsync<string>("Open");
        await using var chunks = hub.StreamAsync<SpeechChunk>("Attach", id, 0L).GetAsyncEnumerator();

        foreach (var part in (string[])["It com", "es in parts. And", " it is one."])
            await hub.InvokeAsync("Append", id, new SpeakRequest { Text = part });
        await hub.InvokeAsync("Flush", id);

        Assert.Equal(whole, await HearAsync(chunks, utterance: 0));
        await hub.InvokeAsync("Append", id, new SpeakRequest { Text = "More." });
        await hub.InvokeAsync("Flush", id);
        Assert.NotEmpty(await HearAsync(chunks, utterance: 1));
        await hub.InvokeAsync("Close", id);
        Assert.False(await chunks.MoveNextAsync().AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task An_interruption_tells_what_was_played_and_the_next_words_stand_alone()
    {
        await using var hub = await ConnectAsync(messagePack: true);
        var id = await hub.InvokeAsync<string>("Open");
        await hub.InvokeAsync("Ack", id, 0L);
        await using var chunks = hub.StreamAsync<SpeechChunk>("Attach", id, 0L).GetAsyncEnumerator();
        var story = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"Chapter {i} is long."));
        await hub.InvokeAsync("Append", id, new SpeakRequest { Text = story });
        for (var i = 0; i < 20; i++)
            Assert.True(await chunks.MoveNextAsync());

        // It has played twelve chunks, a little more than a second.
        await hub.InvokeAsync("Ack", id, 12L);
        var cancelled = await hub.InvokeAsync<CancelledText>("Cancel", id);

        Assert.InRange(cancelled.AudioMs, 500, 1200);
        Assert.StartsWith("Chapter", cancelled.TextSpoken, StringComparison.Ordinal);
        Assert.InRange(cancelled.TextSpoken.Length, 7, 30);
        Assert.Equal(story, $"{cancelled.TextSpoken} {cancelled.TextRemaining}");
        await hub.InvokeAsync("Append", id, new SpeakRequest { Text = "Something else." });
        await hub.InvokeAsync("Flush", id);
        var next = await HearAsync(chunks, utterance: 1);
        await using var socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);
        await socket.SendAsync(new { text = "Something else." });
        Assert.Equal((await socket.HearAsync()).Audio, next);
    }

    [Fact]
    public async Task Another_connection_takes_the_session_up_where_the_first_was()
    {
        await using var first = await ConnectAsync(messagePack: true);
        var id = await first.InvokeAsync<string>("Open");
        await using var before = first.StreamAsync<SpeechChunk>("Attach", id, 0L).GetAsyncEnumerator();
        await first.InvokeAsync("Append", id, new SpeakRequest { Text = "Half of it here. Half of it there, by another connection." });
        await first.InvokeAsync("Flush", id);
        var heard = new List<SpeechChunk>();
        while (heard.Count < 7 && await before.MoveNextAsync())
            heard.Add(before.Current);

        await using var second = await ConnectAsync(messagePack: false);
        await using var after = second.StreamAsync<SpeechChunk>("Attach", id, 7L).GetAsyncEnumerator();
        var rest = await HearAsync(after, utterance: 0);

        await using var socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[0], fixture.Cluster.ApiKey);
        await socket.SendAsync(new { text = "Half of it here. Half of it there, by another connection." });
        Assert.Equal((await socket.HearAsync()).Audio, heard.SelectMany(chunk => chunk.Audio).Concat(rest).ToArray());
        await second.InvokeAsync("Append", id, new SpeakRequest { Text = "It leads now." });
        await second.InvokeAsync("Flush", id);
        Assert.NotEmpty(await HearAsync(after, utterance: 1));
    }

    [Fact]
    public async Task What_is_not_led_from_here_is_named()
    {
        await using var hub = await ConnectAsync(messagePack: false);
        foreach (var (call, code) in new (Func<Task>, string)[]
        {
            (() => hub.InvokeAsync("Append", Guid.NewGuid().ToString(), new SpeakRequest { Text = "Hello." }), "unknown_session: "),
            (() => hub.InvokeAsync<CancelledText>("Cancel", "nonsense"), "bad_field: "),
            (() => hub.StreamAsync<SpeechChunk>("Attach", Guid.NewGuid().ToString(), 0L).ToListAsync().AsTask(), "unknown_session: "),
            (() => hub.StreamAsync<SpeechChunk>("Listen", Guid.NewGuid().ToString(), null).ToListAsync().AsTask(), "unknown_session: "),
        })
        {
            Assert.Contains(code, (await Assert.ThrowsAsync<HubException>(call)).Message, StringComparison.Ordinal);
        }
    }

    private Task<HubConnection> ConnectAsync(bool messagePack) => SpeechHubClient.ConnectAsync(fixture.Cluster, messagePack);

    /// <summary>Up to the end of an utterance; what is of another one before it is not to be there.</summary>
    private static async Task<byte[]> HearAsync(IAsyncEnumerator<SpeechChunk> chunks, int utterance)
    {
        var audio = new List<byte>();
        do
        {
            Assert.True(await chunks.MoveNextAsync().AsTask().WaitAsync(Patience), "the stream has ended");
            if (chunks.Current.Utterance == utterance)
                audio.AddRange(chunks.Current.Audio);
            else
                Assert.True(chunks.Current.Utterance < utterance && audio.Count == 0);
        }
        while (!chunks.Current.IsFinal);
        Assert.Null(chunks.Current.Error);
        return [.. audio];
    }
}
