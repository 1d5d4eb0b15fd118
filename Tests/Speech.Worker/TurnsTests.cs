using System.Collections.Concurrent;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Speech.Engines;
using Speeko.Speech.Worker;

namespace Speeko.Tests.Speech.Worker;

public sealed class TurnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Turns _turns = new(new FakeTimeProvider(DateTimeOffset.UnixEpoch));

    [Fact]
    public async Task A_first_word_that_is_needed_sooner_has_the_one_that_speaks_give_way()
    {
        var speaks = Job(deadlineMs: 1000, madeMs: 60);
        _turns.Enter(speaks);
        Assert.False(_turns.MustYield(speaks));

        var (urgent, entered) = await WaitsAsync(Job(deadlineMs: 1000));
        Assert.True(_turns.MustYield(speaks));

        var yielding = Task.Run(() => _turns.Yield(speaks));
        await entered.WaitAsync(Patience);
        Assert.False(yielding.IsCompleted);
        _turns.Leave(urgent);
        await yielding.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(2000, 0, false)] // needed later
    [InlineData(1000, 300, false)] // sooner, but not by a clear lead
    [InlineData(1000, 10, true)]
    public async Task A_sentence_that_can_wait_does(long deadlineMs, long madeMs, bool mustYield)
    {
        var speaks = Job(deadlineMs: 1000, madeMs: 600);
        _turns.Enter(speaks);

        var (_, entered) = await WaitsAsync(Job(deadlineMs, madeMs));

        Assert.Equal(mustYield, _turns.MustYield(speaks));
        _turns.Leave(speaks);
        await entered.WaitAsync(Patience);
    }

    [Fact]
    public async Task Among_those_who_have_plenty_one_is_spoken_to_its_end_after_the_other()
    {
        var speaks = Job(deadlineMs: 3000, madeMs: 60);
        _turns.Enter(speaks);
        var (_, nearer) = await WaitsAsync(Job(deadlineMs: 2500));
        var (further, furthest) = await WaitsAsync(Job(deadlineMs: 9000), waiting: 2);
        Assert.False(_turns.MustYield(speaks));

        _turns.Leave(speaks);
        await furthest.WaitAsync(Patience);
        Assert.False(nearer.IsCompleted);
        _turns.Leave(further);
        await nearer.WaitAsync(Patience);
    }

    [Fact]
    public async Task What_nobody_listens_to_comes_last()
    {
        var unheard = Job(ISpeechEngine.NoDeadlineMs, madeMs: 60);
        _turns.Enter(unheard);
        var (_, another) = await WaitsAsync(Job(ISpeechEngine.NoDeadlineMs));
        Assert.False(_turns.MustYield(unheard));

        var (ahead, entered) = await WaitsAsync(Job(deadlineMs: 9000), waiting: 2);
        Assert.True(_turns.MustYield(unheard));

        _turns.Leave(unheard);
        await entered.WaitAsync(Patience);
        Assert.False(another.IsCompleted);
        _turns.Leave(ahead);
        await another.WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_is_cancelled_hears_of_it_next()
    {
        var speaks = Job(deadlineMs: 1000, madeMs: 60);
        _turns.Enter(speaks);
        var (cancelled, entered) = await WaitsAsync(Job(deadlineMs: 9000, madeMs: 5000));

        cancelled.Cancel();

        Assert.True(_turns.MustYield(speaks));
        _turns.Leave(speaks);
        await entered.WaitAsync(Patience);
    }

    [Fact]
    public void One_speaks_at_a_time_and_all_come_to_their_end() => Gen.Select(Gen.Int[0, 3000], Gen.Int[1, 20]).Array[1, 12].Sample(
        jobs =>
        {
            var turns = new Turns(TimeProvider.System);
            var (speaking, most) = (0, 0);
            var done = new ConcurrentBag<int>();
            var threads = jobs.Select(((int DeadlineMs, int Blocks) of, int number) => new Thread(() =>
            {
                var job = Job(of.DeadlineMs);
                turns.Enter(job);
                for (var block = 0; block < of.Blocks; block++)
                {
                    most = Math.Max(most, Interlocked.Increment(ref speaking));
                    job.MadeMs += 60;
                    Interlocked.Decrement(ref speaking);
                    if (turns.MustYield(job))
                        turns.Yield(job);
                }

                done.Add(number);
                turns.Leave(job);
            })).ToList();
            threads.ForEach(thread => thread.Start());

            Assert.All(threads, thread => Assert.True(thread.Join(Patience)));
            Assert.Equal(1, most);
            Assert.Equal(Enumerable.Range(0, jobs.Length), done.Order());
        },
        iter: 50);

    private async Task<(Job Job, Task Entered)> WaitsAsync(Job job, int waiting = 1)
    {
        var entered = Task.Run(() => _turns.Enter(job));
        await Eventually.TrueAsync(() => _turns.WaitingCount == waiting, Patience, () => "it does not wait");
        return (job, entered);
    }

    private static Job Job(long deadlineMs, long madeMs = 0) => new(1, 1, "en-us", "Text.", deadlineMs) { MadeMs = madeMs };
}
