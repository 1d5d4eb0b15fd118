using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Gateway;

namespace Speeko.Tests.Frontend.Gateway;

public sealed class BulkTurnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Who_finds_no_place_waits_for_the_next_that_is_given_back()
    {
        using var turns = new BulkTurns(_time);
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
        using var turns = new BulkTurns(_time);
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

    /// <summary>Whatever comes in whatever order: never too many at a time, first come first served, and nobody is forgotten.</summary>
    [Fact]
    public Task Everybody_has_a_turn() =>
        Gen.Int[0, 2].Array[1, 100].SampleAsync(async operations =>
        {
            var time = new FakeTimeProvider();
            using var turns = new BulkTurns(time);
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
