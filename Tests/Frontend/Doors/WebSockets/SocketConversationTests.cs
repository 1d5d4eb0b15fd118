using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using Speeko.Frontend.Doors.WebSockets;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

public sealed class SocketConversationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_bug_is_told_to_the_client_and_is_not_taken_for_the_connection_that_then_breaks()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var session = new BrokenSession();
        var limits = new LimitOptions();
        var voice = new SocketVoice(new NoGateway(), "tests", session);
        await using var conversation = new SocketConversation(
            sockets.Near, null, voice, new RequestCheck(Options.Create(limits)), limits, new FarewellPace(TimeProvider.System), TimeProvider.System);
        var running = conversation.RunAsync(CancellationToken.None, CancellationToken.None);

        var farewell = await sockets.Far.ReceiveAsync(new byte[100], CancellationToken.None).WaitAsync(Patience);
        Assert.Equal((WebSocketCloseStatus.InternalServerError, "internal error"), (farewell.CloseStatus, farewell.CloseStatusDescription));

        // It goes without a word.
        sockets.BreakOff();
        Assert.Same(session.Bug, await running.WaitAsync(Patience));
    }

    private sealed class BrokenSession : ISpeechSession
    {
        public InvalidOperationException Bug { get; } = new("a bug");

        public Guid Id => Guid.Empty;

        public AskedText Asked => new(0, null);

        public Task<SpeechError?> SpeakAsync(UtteranceSettings settings, string text) => throw new NotSupportedException();

        public Task<SpeechError?> AppendAsync(UtteranceSettings settings, string text) => throw new NotSupportedException();

        public Task<SpeechError?> FlushAsync() => throw new NotSupportedException();

        public CancelledSpeech Cancel() => throw new NotSupportedException();

        public void Played(long sequence) => throw new NotSupportedException();

        public long NextSequence => 0;

        public ValueTask LeaveAsync() => throw new NotSupportedException();

        public bool IsCurrent(SpeechFrame frame) => true;

        public async IAsyncEnumerable<SpeechFrame> ReadAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new SpeechFrame { Kind = FrameKind.Heartbeat };
            throw Bug;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
