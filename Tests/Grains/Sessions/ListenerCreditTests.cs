using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions;

namespace Speeko.Tests.Grains.Sessions;

public sealed class ListenerCreditTests
{
    private static readonly AudioFormat Format = new(AudioContainer.Pcm, 22050, 1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void There_is_credit_as_long_as_less_is_outstanding_than_the_window() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 950]).Array[1, 60].Sample(operations =>
        {
            const long Window = 3000;
            var credit = new ListenerCredit(Window, _time);
            var outstanding = new Queue<SpeechFrame>();
            foreach (var (isSent, bytes) in operations)
            {
                if (isSent)
                {
                    outstanding.Enqueue(Frame(bytes));
                    credit.Take(Frame(bytes));
                }
                else if (outstanding.TryDequeue(out var heard))
                {
                    credit.Return(heard);
                }

                Assert.Equal(outstanding.Sum(frame => frame.SizeBytes) < Window, IsFree(credit));
            }
        });

    /// <summary>A listener who answers only where it is asked to never leaves the session waiting.</summary>
    [Fact]
    public void What_is_to_be_acknowledged_is_enough_for_credit() =>
        Gen.Select(Gen.Long[1, 3000], Gen.Int[0, 950].Array[1, 60]).Sample((window, frames) =>
        {
            var credit = new ListenerCredit(window, _time);
            var log = new FrameLog(credit, 0, 0, _ => { });
            foreach (var bytes in frames)
            {
                Assert.True(IsFree(credit), $"stands still after {log.NextNumber}");
                if (log.Add(Frame(bytes)) is { IsToBeAcknowledged: true } frame)
                    log.Acknowledge(frame.Number + 1);
            }
        });

    [Fact]
    public Task Who_waits_goes_on_when_enough_was_heard() => GrainTurns.RunAsync(async () =>
    {
        var credit = new ListenerCredit(500, _time);
        for (var i = 0; i < 3; i++)
            credit.Take(Frame(400));
        var waiting = credit.WaitAsync(CancellationToken.None);

        credit.Return(Frame(400));
        credit.Return(Frame(400));
        Assert.False(waiting.IsCompleted);
        credit.Return(Frame(400));
        await waiting;
    });

    [Fact]
    public Task Who_is_cancelled_waits_no_longer_and_keeps_nobody_else_from_waiting() => GrainTurns.RunAsync(async () =>
    {
        var credit = new ListenerCredit(1, _time);
        credit.Take(Frame(1));
        using var cancel = new CancellationTokenSource();
        var cancelled = credit.WaitAsync(cancel.Token);
        var other = credit.WaitAsync(CancellationToken.None);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        credit.Return(Frame(1));
        await other;
    });

    [Fact]
    public Task An_utterance_may_ask_for_another_window() => GrainTurns.RunAsync(async () =>
    {
        var credit = new ListenerCredit(100, _time);
        credit.Take(Frame(200));
        var waiting = credit.WaitAsync(CancellationToken.None);

        credit.Open(windowMs: 1000, Format);
        await waiting;
        Assert.Equal(22050, credit.LargestFrameBytes);
        credit.Open(windowMs: null, Format);
        Assert.False(IsFree(credit));
    });

    [Fact]
    public Task Of_many_listeners_none_decides_but_the_time_that_the_audio_plays() => GrainTurns.RunAsync(async () =>
    {
        var credit = new ListenerCredit(44_100, _time);
        credit.Open(windowMs: 1000, Format);
        credit.Take(Playing(500));
        credit.Share();
        Assert.True(IsFree(credit));
        credit.Take(Playing(1500));
        var waiting = credit.WaitAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        await waiting;

        credit.Take(Playing(60_000));
        credit.Restart();
        Assert.True(IsFree(credit));
    });

    /// <summary>Twenty minutes to somebody who reads a file; then somebody listens in, and leaves again.</summary>
    [Fact]
    public Task Who_was_far_ahead_does_not_stand_still_when_others_come() => GrainTurns.RunAsync(async () =>
    {
        var credit = new ListenerCredit(44_100, _time);
        credit.Open(windowMs: 1000, Format);
        credit.Take(Playing(20 * 60_000));
        credit.Return(Playing(20 * 60_000));

        credit.Share();
        Assert.True(IsFree(credit));
        credit.Take(Playing(500));
        var waiting = credit.WaitAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(501));
        await waiting;

        // Then only its own acknowledgements count.
        credit.Share(isShared: false);
        credit.Take(Frame(44_100));
        Assert.False(IsFree(credit));
        credit.Return(Frame(44_100));
        Assert.True(IsFree(credit));
    });

    /// <summary>Its silo was lost; what had come to the frontend by then still waits there, and nobody acknowledges it here.</summary>
    [Fact]
    public Task What_another_silo_sent_counts_until_it_has_been_played() => GrainTurns.RunAsync(async () =>
    {
        var credit = new ListenerCredit(44_100, _time);
        credit.Open(windowMs: 1000, Format);
        credit.Carry(aheadMs: 1500);
        Assert.False(IsFree(credit));
        _time.Advance(TimeSpan.FromMilliseconds(1000));
        Assert.True(IsFree(credit));
        credit.Take(Frame(22_050));
        var waiting = credit.WaitAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(500));
        await waiting;

        // Who cuts in does not hear it.
        credit.Carry(aheadMs: 60_000);
        credit.Restart();
        Assert.True(IsFree(credit));
    });

    private static bool IsFree(ListenerCredit credit) => credit.WaitAsync(CancellationToken.None).IsCompletedSuccessfully;

    private static SpeechFrame Playing(long ms) => Frame(10) with { Reached = new SpokenTo(0, 0, 0, ms) };

    private static SpeechFrame Frame(int bytes) => new() { Kind = FrameKind.Audio, Audio = new byte[bytes], ChunkBytes = 100 };
}
