using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Gateway;

namespace Speeko.Tests.Frontend.Gateway;

public sealed class BulkTurnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private readonly FirstSounds _sounds;

    public BulkTurnsTests() => _sounds = new(_time);

    [Fact]
    public async Task Who_finds_no_place_waits_for_the_next_that_is_given_back()
    {
        using var turns = new BulkTurns(_sounds, _time);
        var running = await FillAsync(turns);
        var first = turns.EnterAsync().AsTask();
        var second = turns.EnterAsync().AsTask();
        Assert.False(first.IsCompleted);

        turns.Leave(running[0]);

        await first;
        Assert.Equal(1, turns.Waiting);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_turn_that_takes_too_long_ends_by_itself_and_what_it_gives_back_later_is_nobodys()
    {
        using var turns = new BulkTurns(_sounds, _time);
        var stuck = await FillAsync(turns);
        var next = turns.EnterAsync().AsTask();

        _time.Advance(BulkTurns.LongestTurn);
        await next;

        // All but one of the others have their places too; the stuck ones free none a second time.
        for (var i = 1; i < BulkTurns.Places; i++)
            await turns.EnterAsync();
        var waiting = turns.EnterAsync().AsTask();
        foreach (var turn in stuck)
            turns.Leave(turn);
        Assert.Equal(1, turns.Waiting);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task While_many_wait_for_a_first_sound_there_is_a_turn_only_now_and_then()
    {
        using var turns = new BulkTurns(_sounds, _time);
        for (var i = 0; i <= FirstSounds.Few; i++)
            _sounds.Begin();
        turns.Leave(await turns.EnterAsync());

        var second = turns.EnterAsync().AsTask();
        var third = turns.EnterAsync().AsTask();
        Assert.False(second.IsCompleted);

        _time.Advance(BulkTurns.LongestPause);
        turns.Leave(await second.WaitAsync(Patience));
        Assert.Equal(1, turns.Waiting);
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Turns_go_on_when_few_wait_for_a_first_sound()
    {
        using var turns = new BulkTurns(_sounds, _time);
        var waits = Enumerable.Range(0, FirstSounds.Few + 1).Select(_ => _sounds.Begin()).ToArray();
        turns.Leave(await turns.EnterAsync());
        var next = turns.EnterAsync().AsTask();
        Assert.False(next.IsCompleted);

        _sounds.End(waits[3]);

        await next.WaitAsync(Patience);
    }

    /// <summary>Whatever comes in whatever order: never too many at a time, first come first served, and nobody is forgotten.</summary>
    [Fact]
    public Task Everybody_has_a_turn() =>
        Gen.Int[0, 2].Array[1, 100].SampleAsync(async operations =>
        {
            var time = new FakeTimeProvider();
            using var turns = new BulkTurns(new FirstSounds(time), time);
            var asked = new List<Task<BulkTurns.Turn>>();
            var running = new List<BulkTurns.Turn>();
            foreach (var operation in operations)
            {
                var served = asked.Count - turns.Waiting;
                if (operation == 0)
                {
                    asked.Add(turns.EnterAsync().AsTask());
                }
                else if (operation == 1 && running.Count > 0)
                {
                    turns.Leave(running[0]);
                    running.RemoveAt(0);
                }
                else if (operation == 2)
                {
                    time.Advance(BulkTurns.LongestTurn);
                    running.Clear();
                }

                foreach (var next in asked.Skip(served).Take(asked.Count - turns.Waiting - served))
                    running.Add(await next.WaitAsync(Patience));
                Assert.True(running.Count <= BulkTurns.Places, "too many at a time");
                Assert.True(running.Count == BulkTurns.Places || turns.Waiting == 0, "a place is free, and somebody waits");
            }

            for (var i = 0; i < asked.Count; i++)
                time.Advance(BulkTurns.LongestTurn);
            await Task.WhenAll(asked).WaitAsync(Patience);
        });

    private static async Task<List<BulkTurns.Turn>> FillAsync(BulkTurns turns)
    {
        var running = new List<BulkTurns.Turn>();
        for (var i = 0; i < BulkTurns.Places; i++)
            running.Add(await turns.EnterAsync());
        return running;
    }
}
