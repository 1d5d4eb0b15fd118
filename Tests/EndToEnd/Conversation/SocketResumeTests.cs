using System.Net;
using System.Text.Json;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>Connections that are lost and come back, on one frontend and on another; and many who listen to one session.</summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class SocketResumeTests(EmbeddedClusterCollection.Fixture fixture)
{
    private const string Text = "The night train follows a long winding road. It is late! Nobody minds, for the view is splendid.";

    private LocalCluster Cluster => fixture.Cluster;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Who_lost_its_connection_goes_on_where_it_was(int frontend)
    {
        var expected = await HearWholeAsync();
        var first = await ConnectAsync(0);
        await first.SendAsync(new { text = Text });
        await first.SendAsync(new { text = "And this was asked for, too." });
        var (session, had) = await HearSomeAsync(first, chunks: 9);
        await ObeyedAsync(first);
        first.Abort();

        await using var second = await ConnectAsync(frontend);
        await second.SendAsync(new { type = "resume", session_id = session, sequence = 9 });
        var rest = await second.HearAsync();
        var next = await second.HearAsync();

        Assert.Equal(("resumed", 9), (Told(rest.Texts[0], "type"), rest.Texts[0].GetProperty("sequence").GetInt32()));
        Assert.Equal(("stream_metadata", 9), (Told(rest.Texts[1], "type"), rest.Texts[1].GetProperty("sequence").GetInt32()));
        Assert.Equal(session, rest.Texts[1].GetProperty("session_id").GetGuid());
        Assert.Equal(expected, had.Concat(rest.Audio).ToArray());
        Assert.Equal(9 + rest.Chunks.Count, rest.Last.GetProperty("next_sequence").GetInt32());
        Assert.True(next.IsComplete);
        await second.SendAsync(new { text = "It leads the session now." });
        Assert.True((await second.HearAsync()).IsComplete);
    }

    [Fact]
    public async Task A_connection_that_was_not_lost_is_told_that_another_has_taken_over()
    {
        await using var first = await ConnectAsync(0);
        await first.SendAsync(new { text = "One." });
        var session = (await first.HearAsync()).Texts[0].GetProperty("session_id").GetGuid();

        await using var second = await ConnectAsync(1);
        await second.SendAsync(new { type = "resume", session_id = session, sequence = 0 });
        Assert.True((await second.HearAsync()).IsComplete);

        Assert.Equal("taken_over", (await first.HearAsync()).ErrorCode);
        await Assert.ThrowsAsync<InvalidOperationException>(() => first.ReceiveAsync());
    }

    [Theory]
    [InlineData("resume", null, "0", "bad_field", "session_id")]
    [InlineData("resume", "nonsense", "0", "bad_field", "session_id")]
    [InlineData("resume", "11111111-2222-3333-4444-555555555555", null, "bad_field", "sequence")]
    [InlineData("listen", "11111111-2222-3333-4444-555555555555", "-1", "bad_field", "sequence")]
    [InlineData("resume", "11111111-2222-3333-4444-555555555555", "0", "unknown_session", "session_id")]
    [InlineData("listen", "11111111-2222-3333-4444-555555555555", null, "unknown_session", "session_id")]
    public async Task What_can_not_be_joined_is_named_and_the_socket_stays_usable(
        string type, string? session, string? sequence, string code, string field)
    {
        await using var socket = await ConnectAsync(0);
        var fields = new Dictionary<string, object?> { ["type"] = type };
        if (session is not null)
            fields["session_id"] = session;
        if (sequence is not null)
            fields["sequence"] = int.Parse(sequence, System.Globalization.CultureInfo.InvariantCulture);
        await socket.SendAsync(fields);

        var answer = await socket.HearAsync();

        Assert.Equal((code, field), (answer.ErrorCode, answer.ErrorField));
        await socket.SendAsync(new { text = "Still here." });
        Assert.True((await socket.HearAsync()).IsComplete);
        await socket.SendAsync(new { type = "resume", session_id = Guid.NewGuid(), sequence = 0 });
        Assert.Equal("bad_message", (await socket.HearAsync()).ErrorCode);
    }

    [Fact]
    public async Task Others_listen_in_by_socket_and_by_HTTP_and_have_no_say()
    {
        await using var leader = await ConnectAsync(0);
        await leader.SendAsync(new { text = Text });
        var heard = await leader.HearAsync();
        var session = heard.Texts[0].GetProperty("session_id").GetGuid();
        await using var listener = await ConnectAsync(1);
        await listener.SendAsync(new { type = "listen", session_id = session, sequence = 0 });
        Assert.Equal(heard.Audio, (await listener.HearAsync()).Audio);
        using var http = new HttpClient { BaseAddress = Cluster.Urls[1], DefaultRequestHeaders = { { "X-API-Key", Cluster.ApiKey } } };
        using var stream = await http.GetAsync($"/v1/sessions/{session}/stream?from=5", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, "audio/pcm"), (stream.StatusCode, stream.Content.Headers.ContentType?.MediaType));

        await listener.SendAsync(new { text = "Not yours to say." });
        Assert.Equal("bad_message", (await listener.HearAsync()).ErrorCode);
        await leader.SendAsync(new { text = "And a second one." });
        var second = await leader.HearAsync();
        Assert.Equal(second.Audio, (await listener.HearAsync()).Audio);
        await leader.LeaveAsync();

        // The end of the session is the end of the answer.
        var streamed = await stream.Content.ReadAsByteArrayAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(heard.Chunks.Skip(5).SelectMany(chunk => chunk).Concat(second.Audio).ToArray(), streamed);
        using var gone = await http.GetAsync($"/v1/sessions/{session}/stream");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("nonsense/stream", HttpStatusCode.BadRequest)]
    [InlineData("11111111-2222-3333-4444-555555555555/stream?from=x", HttpStatusCode.BadRequest)]
    [InlineData("11111111-2222-3333-4444-555555555555/stream?from=-1", HttpStatusCode.BadRequest)]
    [InlineData("11111111-2222-3333-4444-555555555555/stream", HttpStatusCode.NotFound)]
    public async Task What_can_not_be_listened_to_over_HTTP_is_a_problem(string path, HttpStatusCode status)
    {
        using var http = new HttpClient { BaseAddress = Cluster.Urls[0], DefaultRequestHeaders = { { "X-API-Key", Cluster.ApiKey } } };
        using var answer = await http.GetAsync($"/v1/sessions/{path}");
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private Task<RawSocket> ConnectAsync(int frontend) => RawSocket.ConnectAsync(Cluster.Urls[frontend], Cluster.ApiKey);

    private async Task<byte[]> HearWholeAsync()
    {
        await using var socket = await ConnectAsync(0);
        await socket.SendAsync(new { text = Text });
        return (await socket.HearAsync()).Audio;
    }

    private static async Task<(Guid Session, byte[] Audio)> HearSomeAsync(RawSocket socket, int chunks)
    {
        var (session, audio) = (Guid.Empty, new List<byte>());
        for (var heard = 0; heard < chunks;)
        {
            var (chunk, json) = await socket.ReceiveAsync();
            if (chunk is null)
                session = json.GetProperty("session_id").GetGuid();
            else
                (heard, audio) = (heard + 1, [.. audio, .. chunk]);
        }

        return (session, [.. audio]);
    }

    /// <summary>
    /// Until the server has taken all that was said to it: a reset takes along what it has not read. It answers in order, and
    /// nonsense always; what else it sends meanwhile counts as lost on the way.
    /// </summary>
    private static async Task ObeyedAsync(RawSocket socket)
    {
        await socket.SendAsync(new { type = "nonsense" });
        while ((await socket.HearAsync()).ErrorCode is null)
        {
            // The utterance has ended before.
        }
    }

    private static string? Told(JsonElement message, string field) => message.GetProperty(field).GetString();
}
