using Speeko.Silo.Storage;
using Speeko.Tests.Cluster;

namespace Speeko.Tests.Silo.Storage;

/// <summary>What is stored in the end, whoever has written what meanwhile.</summary>
public sealed class WriteBehindTests : TolerantStorageTest
{
    [Fact]
    public async Task It_is_tried_every_half_second_and_succeeds_within_one()
    {
        Cut.Take(StorageLoss.Refuses);
        await WriteAsync(new SubscribersState("Ann"));
        for (var round = 0; round < 3; round++)
        {
            var asked = Cut.Asked;
            NextRound();
            await Cut.AskedAsync(asked + 1);
        }

        Cut.GiveBack();
        NextRound();
        await WrittenAsync();

        Assert.Equal("Ann", await StoredAsync());
        Assert.Equal([Lost, Recovered, Written], Logged);
        Assert.Equal(TimeSpan.FromMilliseconds(500), WriteBehind.Period);
    }

    [Fact]
    public async Task The_word_of_the_living_cluster_overrules_what_is_stored()
    {
        var state = new SubscribersState("Ann");
        await WriteAsync(state);
        Cut.Take(StorageLoss.Disconnects);
        await WriteAsync(state);
        await StoreElsewhereAsync("Bob");

        Cut.GiveBack();
        NextRound();
        await WrittenAsync();

        Assert.Equal("Ann", await StoredAsync());
    }

    [Fact]
    public async Task Who_is_overtaken_between_look_and_write_writes_in_the_next_round()
    {
        Cut.Take(StorageLoss.Disconnects);
        await WriteAsync(new SubscribersState("Ann"));
        var overtaken = 0;
        Cut.Tap = question => question == "write" && overtaken++ == 0 ? StoreElsewhereAsync("Bob") : Task.CompletedTask;
        Cut.GiveBack();
        NextRound();
        await Cut.AskedAsync(2);
        Assert.Equal("Bob", await StoredAsync());

        NextRound();
        await WrittenAsync();

        Assert.Equal("Ann", await StoredAsync());
    }

    [Fact]
    public async Task Of_one_grain_the_newest_state_is_stored_also_if_an_older_one_is_on_its_way()
    {
        Cut.Take(StorageLoss.Disconnects);
        var state = new SubscribersState("Ann");
        await WriteAsync(state);
        var onItsWay = new TaskCompletionSource();
        var mayGoOn = new TaskCompletionSource();
        Cut.Tap = async question =>
        {
            if (question == "write" && onItsWay.TrySetResult())
                await mayGoOn.Task;
        };
        Cut.GiveBack();
        NextRound();
        await onItsWay.Task.WaitAsync(TimeSpan.FromSeconds(30));

        state.Add("Bob");
        await WriteAsync(state);
        Assert.Equal("Ann Bob", (await ReadAsync()).ToString());
        mayGoOn.SetResult();
        NextRound();
        await WrittenAsync();

        Assert.Equal("Ann Bob", await StoredAsync());
    }

    [Fact]
    public async Task What_hung_and_is_carried_out_late_overrules_nothing_newer()
    {
        var state = new SubscribersState("Ann");
        await WriteAsync(state);
        Cut.Take(StorageLoss.Hangs);
        state.Add("Bob");
        await WriteAsync(state);
        state.Add("Eve");
        await WriteAsync(state);

        // The first of the two is carried out now, when nobody waits for it any more.
        Cut.GiveBack();
        NextRound();
        await WrittenAsync();

        Assert.Equal("Ann Bob Eve", await StoredAsync());
    }

    [Fact]
    public async Task Nobody_goes_on_with_what_was_given_up()
    {
        Cut.Take(StorageLoss.Disconnects);
        await WriteAsync(new SubscribersState("Ann"));
        Cut.Take(StorageLoss.Hangs);
        NextRound();
        await Cut.AskedAsync(1);
        // The look at the ETag is given up; when it is answered in the end, no write of an old state comes after it.
        PassAnswerLimit();
        Cut.Tap = question =>
        {
            Assert.Equal("read", question);
            return Task.CompletedTask;
        };
        Cut.GiveBack();

        await Cut.AskedAsync(1);
        Assert.Null(await StoredAsync());
    }

    [Fact]
    public async Task A_store_that_hung_is_asked_again_although_nothing_waits()
    {
        Cut.Take(StorageLoss.Hangs);
        Assert.False((await ReadAsync()).RecordExists);
        var asked = Cut.Asked;
        await ReadAsync();
        Assert.Equal(asked, Cut.Asked);

        await StoreElsewhereAsync("Ann");
        Cut.GiveBack();
        NextRound();
        await RecoveredAsync();

        Assert.Equal("Ann", (await ReadAsync()).ToString());
    }

    [Fact]
    public async Task Past_the_bound_the_oldest_is_forgotten_and_its_grain_goes_on_all_the_same()
    {
        Cut.Take(StorageLoss.Disconnects);
        var first = new SubscribersState("Ann");
        for (var number = 0; number <= TolerantGrainStorage.Capacity; number++)
            await WriteAsync(number == 0 ? first : new SubscribersState("Bob"), Grain($"{number}"));
        Assert.Equal([Lost, Forgotten], Logged);
        Assert.False((await ReadAsync(Grain("0"))).RecordExists);

        Cut.GiveBack();
        NextRound();
        await WrittenAsync();

        Assert.Null(await StoredAsync(Grain("0")));
        Assert.Equal("Bob", await StoredAsync(Grain("1")));
        Assert.Equal("Bob", await StoredAsync(Grain($"{TolerantGrainStorage.Capacity}")));
        await WriteAsync(first, Grain("0"));
        Assert.Equal("Ann", await StoredAsync(Grain("0")));
    }

    [Fact]
    public async Task A_silo_that_stops_tries_a_last_time()
    {
        Cut.Take(StorageLoss.Refuses);
        await WriteAsync(new SubscribersState("Ann"));
        Cut.GiveBack();

        await StopAsync();

        Assert.Equal("Ann", await StoredAsync());
    }

    [Fact]
    public async Task A_silo_that_stops_waits_for_a_store_that_hangs_no_longer_than_for_one_answer()
    {
        Cut.Take(StorageLoss.Hangs);
        await WriteAsync(new SubscribersState("Ann"));
        await WriteAsync(new SubscribersState("Bob"), Grain("two"));
        var asked = Cut.Asked;
        var stopping = StopAsync();
        await Cut.AskedAsync(asked + 1);

        PassAnswerLimit();

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
