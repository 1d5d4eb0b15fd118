using Orleans.Storage;
using Speeko.Silo.Storage;
using Speeko.Tests.Cluster;

namespace Speeko.Tests.Silo.Storage;

/// <summary>What a grain sees while its store is there, away, and back.</summary>
public sealed class TolerantGrainStorageTests : TolerantStorageTest
{
    public static TheoryData<StorageLoss> Losses => [.. Enum.GetValues<StorageLoss>()];

    [Fact]
    public async Task While_the_store_is_there_everything_is_as_without()
    {
        var state = await ReadAsync();
        Assert.Equal(("", null, false), (state.ToString(), state.ETag, state.RecordExists));

        state.Add("Ann");
        await WriteAsync(state);
        Assert.Equal("Ann", await StoredAsync());
        Assert.Equal((state.ETag, true), ((await ReadAsync()).ETag, state.RecordExists));

        await ClearAsync(state);
        Assert.Null(await StoredAsync());
        Assert.Equal(("", null, false), (state.ToString(), state.ETag, state.RecordExists));
        Assert.Empty(Logged);
    }

    [Fact]
    public async Task While_the_store_is_there_a_conflict_is_the_grains_own_affair()
    {
        var state = new SubscribersState("Ann");
        await WriteAsync(state);
        await StoreElsewhereAsync("Bob");

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(state));
        await Assert.ThrowsAsync<InconsistentStateException>(() => ClearAsync(state));

        Assert.Equal("Bob", await StoredAsync());
        Assert.Empty(Logged);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task What_is_written_while_it_is_away_is_read_at_once_and_stored_when_it_is_back(StorageLoss loss)
    {
        var state = new SubscribersState("Ann");
        await WriteAsync(state);
        Cut.Take(loss);

        state.Add("Bob");
        await WriteAsync(state);
        // The grain goes on with its own copy, and does not write that yet.
        state.Add("Eve");
        var read = await ReadAsync();
        Assert.Equal("Ann Bob", read.ToString());
        Assert.Equal((UnwrittenState.ETag, true), (read.ETag, read.RecordExists));
        read.Add("Sue");
        Assert.Equal("Ann", await StoredAsync());

        await Cut.GiveBackAsync();
        await WriteBehindAsync();

        Assert.Equal("Ann Bob", await StoredAsync());
        Assert.Equal([Lost, Recovered, Written], Logged);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task What_is_cleared_while_it_is_away_is_gone_at_once_and_for_good(StorageLoss loss)
    {
        var state = new SubscribersState("Ann");
        await WriteAsync(state);
        Cut.Take(loss);

        await ClearAsync(state);
        Assert.Equal(("", false), (state.ToString(), state.RecordExists));
        Assert.False((await ReadAsync()).RecordExists);
        Assert.Equal("Ann", await StoredAsync());

        await Cut.GiveBackAsync();
        await WriteBehindAsync();

        Assert.Null(await StoredAsync());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task What_nobody_here_has_written_is_read_as_nothing(StorageLoss loss)
    {
        await StoreElsewhereAsync("Ann");
        Cut.Take(loss);

        var state = await ReadAsync();

        Assert.Equal(("", null, false), (state.ToString(), state.ETag, state.RecordExists));

        // It has said nothing while the store was away, so the store is right and the grain is to read again.
        await Cut.GiveBackAsync();
        // One that hung is not asked by grains before it has answered.
        await WriteBehindAsync();
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(state));
        Assert.Equal("Ann", (await ReadAsync()).ToString());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Who_wrote_while_it_was_away_goes_on_writing(StorageLoss loss)
    {
        var state = new SubscribersState("Ann");
        await WriteAsync(state);
        Cut.Take(loss);
        await WriteAsync(state);
        await Cut.GiveBackAsync();
        await WriteBehindAsync();

        state.Add("Bob");
        await WriteAsync(state);
        Assert.Equal("Ann Bob", await StoredAsync());
        Assert.NotEqual(UnwrittenState.ETag, state.ETag);

        await ClearAsync(state);
        Assert.Null(await StoredAsync());
    }

    [Fact]
    public async Task Who_was_told_written_may_clear_what_never_was()
    {
        Cut.Take(StorageLoss.Disconnects);
        var state = new SubscribersState("Ann");
        await WriteAsync(state);
        await ClearAsync(state);
        await Cut.GiveBackAsync();
        await WriteBehindAsync();

        Assert.Null(await StoredAsync());
        await ClearAsync(state);
        await WriteAsync(state);
        Assert.Equal("", await StoredAsync());
    }
}
