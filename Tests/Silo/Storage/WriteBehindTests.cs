using Speeko.Silo.Storage;
using Speeko.Tests.Cluster;

namespace Speeko.Tests.Silo.Storage;

/// <summary>What is stored in the end, whoever has written what meanwhile.</summary>
public sealed class WriteBehindTests : TolerantStorageTest
{
    [Fact]
    public async Task It_is_tried_every_half_second()
    {
        Cut.Take(StorageLoss.Refuses);
        await WriteAsync(new SubscribersState("Ann"));
        await WriteBehind.StartAsync(CancellationToken.None);
        for (var round = 1; round <= 3; round++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(499));
            Assert.Equal(round, Cut.Asked);
            Time.Advance(TimeSpan.FromMilliseconds(1));
            await Cut.AskedAsync(round + 1);
        }

        await Cut.GiveBackAsync();
        Time.Advance(WriteBehind.Period);
        await Cut.AskedAsync(6);
        await WriteBehind.StopAsync(CancellationToken.None);

        Assert.Equal("Ann", await StoredAsync());
        Assert.Equal([Lost, Recovered, Written], Logged);
    }

    [Fact]
    public async Task The_word_of_the_living_cluster_overrules_what_is_stored()
    {
        var state = new SubscribersState("Ann");
        await WriteAsync(state);
        Cut.Take(StorageLoss.Disconnects);
        await WriteAsync(state);
        await StoreElsewhereAsync("Bob");

        await Cut.GiveBackAsync();
        await WriteBehindAsync();

        Assert.Equal("Ann", await StoredAsync());
    }

    [Fact]
    public async Task Who_is_overtaken_between_look_and_write_writes_in_the_next_round()
    {
        Cut.Take(StorageLoss.Disconnects);
        await WriteAsync(new SubscribersState("Ann"));
        var overtaken = 0;
        Cut.Tap = question => question == "write" && overtaken++ == 0 ? StoreElsewhereAsync("Bob") : Task.CompletedTask;
        await Cut.GiveBackAsync();
        await WriteBehindAsync();
        Assert.Equal("Bob", await StoredAsync());

        await WriteBehindAsync();

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
        await Cut.GiveBackAsync();
        var writing = WriteBehindAsync();
        await onItsWay.Task.WaitAsync(TimeSpan.FromSeconds(30));

        state.Add("Bob");
        await WriteAsync(state);
        Assert.Equal("Ann Bob", (await ReadAsync()).ToString());
        mayGoOn.SetResult();
        await writing;
        await WriteBehindAsync();

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
        await Cut.GiveBackAsync();
        Assert.Equal("Ann Bob", await StoredAsync());
        await WriteBehindAsync();

        Assert.Equal("Ann Bob Eve", await StoredAsync());
    }

    [Fact]
    public async Task Nobody_goes_on_with_what_was_given_up()
    {
        Cut.Take(StorageLoss.Disconnects);
        await WriteAsync(new SubscribersState("Ann"));
        Cut.Take(StorageLoss.Hangs);
        // The look at the ETag is given up; when it is answered in the end, no write of an old state comes after it.
        await WriteBehindAsync();
        List<string> answered = [];
        Cut.Tap = question =>
        {
            answered.Add(question);
            return Task.CompletedTask;
        };
        await Cut.GiveBackAsync();

        Assert.Equal(["read"], answered);
        Assert.Null(await StoredAsync());
    }

    [Fact]
    public async Task What_is_written_no_longer_waits()
    {
        Cut.Take(StorageLoss.Disconnects);
        await WriteAsync(new SubscribersState("Ann"));
        await Cut.GiveBackAsync();
        await WriteBehindAsync();
        await StoreElsewhereAsync("Bob");

        await WriteBehindAsync();

        Assert.Equal("Bob", (await ReadAsync()).ToString());
        Assert.Equal([Lost, Recovered, Written], Logged);
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
        await Cut.GiveBackAsync();
        await WriteBehindAsync();

        Assert.Equal("Ann", (await ReadAsync()).ToString());
    }

    [Fact]
    public async Task Past_the_bound_the_oldest_is_forgotten_and_its_grain_goes_on_all_the_same()
    {
        Cut.Take(StorageLoss.Disconnects);
        var first = new SubscribersState("Ann");
        for (var number = 0; number <= UnwrittenStates.Capacity; number++)
            await WriteAsync(number == 0 ? first : new SubscribersState("Bob"), Grain($"{number}"));
        Assert.Equal([Lost, Forgotten], Logged);
        Assert.False((await ReadAsync(Grain("0"))).RecordExists);

        await Cut.GiveBackAsync();
        await WriteBehindAsync();

        Assert.Null(await StoredAsync(Grain("0")));
        Assert.Equal("Bob", await StoredAsync(Grain("1")));
        Assert.Equal("Bob", await StoredAsync(Grain($"{UnwrittenStates.Capacity}")));
        await WriteAsync(first, Grain("0"));
        Assert.Equal("Ann", await StoredAsync(Grain("0")));
    }

    [Fact]
    public async Task A_silo_that_stops_tries_a_last_time()
    {
        Cut.Take(StorageLoss.Refuses);
        await WriteAsync(new SubscribersState("Ann"));
        await Cut.GiveBackAsync();

        await WriteBehind.StopAsync(CancellationToken.None);

        Assert.Equal("Ann", await StoredAsync());
    }

    [Fact]
    public async Task A_silo_that_stops_waits_for_a_store_that_hangs_no_longer_than_for_one_answer()
    {
        Cut.Take(StorageLoss.Hangs);
        await WriteAsync(new SubscribersState("Ann"));
        await WriteAsync(new SubscribersState("Bob"), Grain("two"));

        await FinishAsync(WriteBehind.StopAsync(CancellationToken.None));

        Assert.Null(await StoredAsync());
    }
}
