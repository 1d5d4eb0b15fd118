using Speeko.Frontend.Doors.SignalR;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Doors.SignalR;

/// <summary>SignalR writes an item after it was given out, and then asks for the next one.</summary>
public sealed class HubStreamTests
{
    private static readonly SpeechFrame Start = new() { Kind = FrameKind.Started, Format = new AudioFormat(AudioContainer.Pcm, 22050, 1) };

    private static readonly SpeechFrame ThreeChunks = new() { Kind = FrameKind.Audio, Audio = new byte[6], ChunkBytes = 2 };

    [Fact]
    public async Task A_cancel_is_answered_when_the_chunk_under_way_is_written_and_no_other_comes_behind_it()
    {
        using var end = new CancellationTokenSource();
        var led = new HubSessions.Led(new ScriptedSession(Start, ThreeChunks, ThreeChunks), end);
        await using var items = HubStream.HearAsync(led.Session, led.Writing, end.Token).GetAsyncEnumerator(end.Token);
        Assert.True(await items.MoveNextAsync());

        var cancelled = led.CancelAsync(CancellationToken.None);
        Assert.False(cancelled.IsCompleted);

        var next = items.MoveNextAsync();
        await cancelled;
        Assert.False(next.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.AsTask());
    }

    [Fact]
    public async Task A_cancel_does_not_wait_where_nobody_hears()
    {
        using var place = new CancellationTokenSource();
        var led = new HubSessions.Led(new ScriptedSession(), place);

        Assert.True(led.CancelAsync(CancellationToken.None).IsCompletedSuccessfully);
        await led.EndAsync();
    }

    [Fact]
    public async Task Nor_for_who_has_stopped_to_hear_with_a_chunk_under_way()
    {
        using var end = new CancellationTokenSource();
        var led = new HubSessions.Led(new ScriptedSession(Start, ThreeChunks), end);
        await using (var items = HubStream.HearAsync(led.Session, led.Writing, end.Token).GetAsyncEnumerator(end.Token))
            Assert.True(await items.MoveNextAsync());

        Assert.True(led.CancelAsync(CancellationToken.None).IsCompletedSuccessfully);
    }
}
