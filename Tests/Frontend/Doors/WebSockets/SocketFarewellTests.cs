using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Doors.WebSockets;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

/// <summary>A frontend stops, and a socket is told where to go on.</summary>
public sealed class SocketFarewellTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Who_only_listens_in_is_told_as_well()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var own = new ScriptedSession();
        await using var other = new ScriptedSession { NextSequence = 17 };
        using var stopping = new CancellationTokenSource();
        await using var conversation = Converse(sockets.Near, new SocketVoice(new ListeningGateway(other), "tests", own), TimeProvider.System);
        var running = conversation.RunAsync(CancellationToken.None, stopping.Token);
        await sockets.Far.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { type = "listen", session_id = other.Id }), WebSocketMessageType.Text, true, default);
        Assert.Equal("listening", (await ReceiveAsync(sockets.Far)).GetProperty("type").GetString());

        await stopping.CancelAsync();

        var farewell = await ReceiveAsync(sockets.Far);
        Assert.Equal(("restarting", other.Id, 17), (
            farewell.GetProperty("type").GetString(),
            farewell.GetProperty("session_id").GetGuid(),
            farewell.GetProperty("next_sequence").GetInt32()));
        var close = await sockets.Far.ReceiveAsync(new byte[100], CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, close.CloseStatus);
        await sockets.Far.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Null(await running.WaitAsync(Patience));
        Assert.False(conversation.IsUnanswered);
    }

    /// <summary>As one that does not read, whose connection would keep the process until it does.</summary>
    [Fact]
    public async Task Who_does_not_answer_is_to_be_cut_off()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var session = new ScriptedSession();
        using var stopping = new CancellationTokenSource();
        var time = new FakeTimeProvider();
        await using var conversation = Converse(sockets.Near, new SocketVoice(new NoGateway(), "tests", session), time);
        var running = conversation.RunAsync(CancellationToken.None, stopping.Token);
        await stopping.CancelAsync();
        var close = await sockets.Far.ReceiveAsync(new byte[100], CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, close.CloseStatus);
        Assert.False(running.IsCompleted);

        time.Advance(SocketConversation.DrainTimeout);

        await running.WaitAsync(Patience);
        Assert.True(conversation.IsUnanswered);
    }

    private static SocketConversation Converse(WebSocket socket, SocketVoice voice, TimeProvider time)
    {
        var limits = new LimitOptions();
        return new(socket, null, voice, new RequestCheck(Options.Create(limits)), limits, new FarewellPace(time), time);
    }

    private static async Task<JsonElement> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
        return JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    private sealed class ListeningGateway(ISpeechListener listener) : NoGateway
    {
        public override Task<(ISpeechListener? Listener, SpeechError? Error)> ListenAsync(
            string owner, Guid session, long? sequence, CancellationToken cancellationToken) =>
            Task.FromResult<(ISpeechListener?, SpeechError?)>((listener, null));
    }
}
