using CsCheck;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions;

namespace Speeko.Tests.Grains.Sessions;

public sealed class FrameLogTests
{
    private const int ChunkBytes = 100;

    [Fact]
    public void Numbers_credit_and_replay_follow_the_model() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 950]).Array[1, 60].Sample(operations =>
        {
            const long Window = 3000;
            var log = new FrameLog(Window);
            var (all, acknowledged, chunks) = (new List<SpeechFrame>(), 0L, 0L);
            foreach (var (operation, value) in operations)
            {
                switch (operation)
                {
                    case 0:
                        var added = log.Add(Frame(value));
                        Assert.Equal((all.Count, chunks), (added.Number, added.Sequence));
                        all.Add(added);
                        chunks += (value + ChunkBytes - 1) / ChunkBytes;
                        break;
                    case 1:
                        var next = value % (all.Count + 1);
                        log.Acknowledge(next);
                        acknowledged = Math.Max(acknowledged, next);
                        break;
                    default:
                        var from = (value % (all.Count + 3)) - 1;
                        var isHeld = from >= acknowledged && from <= all.Count;
                        Assert.Equal(isHeld ? all.Skip(from) : null, log.From(from));
                        break;
                }

                Assert.Equal((all.Count, chunks), (log.NextNumber, log.NextSequence));
                var outstanding = all.Where(frame => frame.Number >= acknowledged).Sum(frame => frame.SizeBytes);
                Assert.Equal(outstanding < Window, log.WaitForCreditAsync(CancellationToken.None).IsCompletedSuccessfully);
            }
        });

    /// <summary>A listener who answers only where it is asked to never leaves the session waiting.</summary>
    [Fact]
    public void What_is_to_be_acknowledged_is_enough_for_credit() =>
        Gen.Select(Gen.Long[1, 3000], Gen.Int[0, 950].Array[1, 60]).Sample((window, frames) =>
        {
            var log = new FrameLog(window);
            var asked = 0;
            foreach (var bytes in frames)
            {
                var isFull = !log.WaitForCreditAsync(CancellationToken.None).IsCompletedSuccessfully;
                Assert.False(isFull, $"stands still after {asked} of {log.NextNumber}");
                if (log.Add(Frame(bytes)) is not { IsToBeAcknowledged: true } frame)
                    continue;
                asked++;
                log.Acknowledge(frame.Number + 1);
            }
        });

    [Fact]
    public Task Who_waits_for_credit_goes_on_when_enough_was_acknowledged() => GrainTurns.RunAsync(async () =>
    {
        var log = new FrameLog(windowBytes: 500);
        for (var i = 0; i < 3; i++)
            log.Add(Frame(400));
        var waiting = log.WaitForCreditAsync(CancellationToken.None);

        log.Acknowledge(1);
        Assert.False(waiting.IsCompleted);
        log.Acknowledge(3);
        await waiting;
    });

    [Fact]
    public Task Who_is_cancelled_waits_no_longer_and_keeps_nobody_else_from_waiting() => GrainTurns.RunAsync(async () =>
    {
        var log = new FrameLog(windowBytes: 1);
        log.Add(Frame(1));
        using var cancel = new CancellationTokenSource();
        var cancelled = log.WaitForCreditAsync(cancel.Token);
        var other = log.WaitForCreditAsync(CancellationToken.None);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        log.Acknowledge(1);
        await other;
    });

    [Fact]
    public void An_acknowledgement_that_comes_late_changes_nothing()
    {
        var log = new FrameLog(windowBytes: 1000);
        log.Add(Frame(1));
        log.Add(Frame(1));
        log.Acknowledge(2);
        log.Acknowledge(1);

        Assert.Null(log.From(1));
        Assert.Equal([], log.From(2));
    }

    private static SpeechFrame Frame(int bytes) =>
        new() { Kind = FrameKind.Audio, Audio = new byte[bytes], ChunkBytes = ChunkBytes };
}
