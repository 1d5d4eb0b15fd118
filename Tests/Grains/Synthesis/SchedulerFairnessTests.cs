using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Synthesis;

namespace Speeko.Tests.Grains.Synthesis;

/// <summary>Several owners share the engine.</summary>
public sealed class SchedulerFairnessTests
{
    [Fact]
    public async Task A_flood_of_one_owner_waits_behind_the_first_word_of_another()
    {
        var it = new Scheduling(concurrency: 1);
        for (var i = 0; i < 500; i++)
            _ = it.Run("flood", "a");
        var running = await it.SpeakAndHoldAsync(100);
        _ = it.Run("first word", "b");

        running.Complete();
        Assert.Equal(["first word", "flood"], await it.SpeakAsync(2));
    }

    [Fact]
    public async Task Owners_who_both_wait_get_the_same_number_of_characters()
    {
        var it = new Scheduling(concurrency: 1);
        for (var i = 0; i < 60; i++)
        {
            _ = it.Run(new string('a', 30), "a");
            _ = it.Run(new string('b', 10), "b");
        }

        var chars = string.Concat(await it.SpeakAsync(60));
        Assert.InRange(chars.Count(c => c == 'a') - chars.Count(c => c == 'b'), -30, 30);
    }

    [Fact]
    public async Task Who_was_idle_has_saved_nothing_up()
    {
        var it = new Scheduling(concurrency: 1);
        for (var i = 0; i < 300; i++)
            _ = it.Run("a", "a");
        var running = await it.SpeakAndHoldAsync(200);
        for (var i = 0; i < 50; i++)
            _ = it.Run("b", "b");

        running.Complete();
        var spoken = await it.SpeakAsync(40);
        Assert.InRange(spoken.Count(text => text == "b"), 19, 21);
    }

    [Fact]
    public async Task Prefetch_in_idle_times_is_not_held_against_its_owner()
    {
        var it = new Scheduling(concurrency: 1);
        for (var i = 0; i < 200; i++)
            _ = it.Run(new string('p', 100), "a", purpose: SegmentPurpose.Prefetch);
        var running = await it.SpeakAndHoldAsync(150);
        for (var i = 0; i < 20; i++)
        {
            _ = it.Run("a", "a");
            _ = it.Run("b", "b");
        }

        running.Complete();
        Assert.Equal(10, (await it.SpeakAsync(20)).Count(text => text == "a"));
    }

    [Fact]
    public async Task Of_many_places_some_stay_free_of_any_single_owner_and_of_what_can_wait()
    {
        var it = new Scheduling(concurrency: 32);
        for (var i = 0; i < 40; i++)
        {
            _ = it.Run("prefetch", "p", purpose: SegmentPurpose.Prefetch);
            _ = it.Run("ahead", "q", inMs: 9000, purpose: SegmentPurpose.Continue);
        }

        Assert.Equal((8, 20), await BeganAsync(it, "prefetch", "ahead", 28));
        for (var i = 0; i < 3; i++)
            _ = it.Run("flood", "a");
        _ = it.Run("first word", "b");
        Assert.Equal((3, 1), await BeganAsync(it, "flood", "first word", 4));
    }

    [Fact]
    public async Task One_owner_alone_leaves_an_eighth_of_many_places_to_others()
    {
        var it = new Scheduling(concurrency: 32);
        for (var i = 0; i < 500; i++)
            _ = it.Run("flood", "a");
        for (var i = 0; i < 4; i++)
            _ = it.Run("first word", "b");

        Assert.Equal((28, 4), await BeganAsync(it, "flood", "first word", 32));
    }

    [Fact]
    public async Task An_engine_that_goes_by_deadlines_is_told_each_owner_s_first_before_any_owner_s_second()
    {
        var it = new Scheduling(concurrency: 32);
        for (var i = 0; i < 500; i++)
            _ = it.Run("flood", "a");
        var flood = new List<GatedEngine.Begun>();
        for (var i = 0; i < 28; i++)
            flood.Add(await it.Engine.NextAsync());
        _ = it.Run("first word", "b");

        var first = await it.Engine.NextAsync();
        Assert.Equal("first word", first.Text);
        Assert.Equal(1, flood.Count(begun => begun.DeadlineMs <= first.DeadlineMs));
    }

    [Fact]
    public async Task A_sentence_that_several_want_is_as_urgent_as_for_the_most_urgent()
    {
        var it = new Scheduling(concurrency: 1);
        _ = it.Run("running", "a");
        for (var i = 0; i < 10; i++)
            _ = it.Run("flood", "a");
        var behindTheFlood = new SynthesisTurn(it.Claim("a"));
        _ = it.Run("shared by both", behindTheFlood);
        var prefetched = new SynthesisTurn(it.Claim("a", purpose: SegmentPurpose.Prefetch));
        _ = it.Run("prefetched", prefetched);

        Assert.True(it.Scheduler.Join(behindTheFlood, it.Claim("b")));
        Assert.True(it.Scheduler.Join(prefetched, it.Claim("b")));
        Assert.True(it.Scheduler.Join(prefetched, it.Claim("b", inMs: 5000)), "who can wait longer changes nothing");

        Assert.Equal(["running", "shared by both", "flood", "flood", "prefetched"], await it.SpeakAsync(5));
    }

    [Fact]
    public async Task A_listener_does_not_wait_for_what_is_made_as_a_prefetch()
    {
        var it = new Scheduling(concurrency: 1);
        var (prefetch, listened) = (new SynthesisTurn(it.Claim("a", purpose: SegmentPurpose.Prefetch)), new SynthesisTurn(it.Claim("a")));
        _ = it.Run("prefetch", prefetch);
        Assert.True(it.Scheduler.Join(prefetch, it.Claim("a", purpose: SegmentPurpose.Prefetch)));
        Assert.False(it.Scheduler.Join(prefetch, it.Claim("b")));

        (await it.Engine.NextAsync()).Complete();
        _ = it.Run("listened", listened);
        Assert.True(it.Scheduler.Join(listened, it.Claim("b")));
    }

    private static async Task<(int One, int Other)> BeganAsync(Scheduling it, string one, string other, int count)
    {
        var began = new List<string>();
        for (var i = 0; i < count; i++)
            began.Add((await it.Engine.NextAsync()).Text);
        Assert.False(it.Engine.HasBegunMore);
        return (began.Count(text => text == one), began.Count(text => text == other));
    }
}
