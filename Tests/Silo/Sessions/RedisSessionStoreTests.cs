using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;
using Speeko.Cli.Launch;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Silo.Caching;
using Speeko.Silo.Sessions;
using Speeko.Silo.Storage;
using Speeko.Tests.EndToEnd;
using StackExchange.Redis;

namespace Speeko.Tests.Silo.Sessions;

/// <summary>Sessions in a real Redis that is spoilt, hangs and is taken away.</summary>
public sealed class RedisSessionStoreTests : IAsyncLifetime
{
    private static readonly KeptSession Session = new(
        new SessionState
        {
            Owner = "somebody",
            Epoch = 2,
            NextSequence = 7,
            NextUtterance = 4,
            Utterances = [new UtteranceState { Index = 3, Settings = new UtteranceSettings(), Text = "What is to be said." }],
        },
        [
            new SpeechFrame { Kind = FrameKind.Started, Utterance = 3, Sequence = 7, Format = new AudioFormat(AudioContainer.Pcm, 22050, 1) },
            new SpeechFrame
            {
                Kind = FrameKind.Audio,
                Utterance = 3,
                Sequence = 7,
                ChunkBytes = 4096,
                Name = new NamedAudio("key", new SegmentRequest("What is to be said.", "en", 1, 0), 5, 9000, 0, 9000),
                Reached = new SpokenTo(0, 9000, 9000, 204, 19),
            },
        ],
        NextFrame: (3L << 32) + 12);

    private readonly Guid _id = Guid.NewGuid();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private RedisServer _server = null!;
    private RedisConnection _connection = null!;
    private ConnectionMultiplexer _client = null!;
    private RedisSessionStore _store = null!;

    private RedisKey Key => $"session:{_id:N}";

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _client = await _server.ConnectAsync();
        _connection = RedisConnection.To(_server.Endpoint, isNeeded: true);
        await _connection.OpenAsync();
        _store = StoreAt(_connection);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task What_is_written_is_found_for_its_lifetime_until_it_is_forgotten()
    {
        Assert.Equal(default, await _store.FindAsync(_id));
        var write = await _store.WriteAsync(_id, Session, TimeSpan.FromSeconds(90));
        Assert.Equal(SessionWriteOutcome.Written, write.Outcome);
        Assert.InRange(write.Bytes, 50, 5000);

        var found = (await _store.FindAsync(_id)).Kept;

        Assert.Equal((Session.Start with { Utterances = [] }, Session.NextFrame), (found!.Start with { Utterances = [] }, found.NextFrame));
        Assert.Equal($"{Session.Start.Utterances[0]}", $"{Assert.Single(found.Start.Utterances)}");
        Assert.Equal(
            Session.Frames.Select(frame => $"{frame with { Marks = [] }}"), found.Frames.Select(frame => $"{frame with { Marks = [] }}"));
        Assert.InRange((await _client.GetDatabase().KeyTimeToLiveAsync(Key))!.Value.TotalSeconds, 80, 90);
        await _store.ForgetAsync(_id, Session.Incarnation);
        Assert.Equal(default, await _store.FindAsync(_id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("\u0001\u0002\u0003\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    public async Task What_is_spoilt_counts_as_not_there(string value)
    {
        await _client.GetDatabase().StringSetAsync(Key, value);

        Assert.Equal(default, await _store.FindAsync(_id));
        Assert.False(await _store.IsTakenUpAsync(_id, incarnation: 0));
        Assert.Equal(SessionWriteOutcome.Written, (await _store.WriteAsync(_id, Session, TimeSpan.FromSeconds(90))).Outcome);
        Assert.NotNull((await _store.FindAsync(_id)).Kept);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_later_incarnation_has_written_no_earlier_one_changes(bool isEmbedded)
    {
        var port = FreePorts.Find(0);
        using var embedded = isEmbedded ? EmbeddedStore.Start(port, megabytes: 64) : null;
        await using var connection = RedisConnection.To(isEmbedded ? $"127.0.0.1:{port}" : _server.Endpoint, isNeeded: true);
        // The embedded store compiles for its first script, which may take longer than anybody waits for an answer.
        await (await connection.OpenAsync()).GetDatabase().ScriptEvaluateAsync("return 1");
        var store = StoreAt(connection);
        Assert.Equal(SessionWriteOutcome.Written, (await store.WriteAsync(_id, Session, TimeSpan.FromSeconds(90))).Outcome);
        var later = Session with { NextFrame = (16L << 32) + 1 };
        Assert.False(await store.IsTakenUpAsync(_id, Session.Incarnation));

        Assert.Equal(SessionWriteOutcome.Written, (await store.WriteAsync(_id, later, TimeSpan.FromSeconds(90))).Outcome);

        Assert.Equal(SessionWriteOutcome.TakenUp, (await store.WriteAsync(_id, Session, TimeSpan.FromSeconds(90))).Outcome);
        Assert.True(await store.IsTakenUpAsync(_id, Session.Incarnation));
        await store.ForgetAsync(_id, Session.Incarnation);
        Assert.Equal(later.NextFrame, (await store.FindAsync(_id)).Kept!.NextFrame);

        Assert.Equal(SessionWriteOutcome.Written, (await store.WriteAsync(_id, later, TimeSpan.FromSeconds(90))).Outcome);
        Assert.False(await store.IsTakenUpAsync(_id, later.Incarnation));
        await store.ForgetAsync(_id, later.Incarnation);
        Assert.Equal(default, await store.FindAsync(_id));
    }

    [Fact]
    public async Task A_book_that_is_to_be_read_is_too_much()
    {
        var book = Session with
        {
            Start = Session.Start with { Utterances = [Session.Start.Utterances[0] with { Text = new string('x', 5_000_000) }] },
        };

        Assert.InRange((await _store.WriteAsync(_id, book, TimeSpan.FromSeconds(90))).Bytes, 5_000_000, 20_000_000);

        Assert.False(await _client.GetDatabase().KeyExistsAsync(Key));
    }

    [Fact]
    public async Task Nobody_waits_for_a_Redis_that_hangs_and_nobody_minds_that_it_is_gone()
    {
        _server.Hang();
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(new SessionSearch(null, IsSilent: true), await _store.FindAsync(_id));
        Assert.Equal(SessionWriteOutcome.Failed, (await _store.WriteAsync(_id, Session, TimeSpan.FromSeconds(90))).Outcome);
        await _store.ForgetAsync(_id, Session.Incarnation);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        _server.WakeUp();

        await _server.KillAsync();
        Assert.Equal(new SessionSearch(null, IsSilent: true), await _store.FindAsync(_id));
        Assert.Equal(SessionWriteOutcome.Failed, (await _store.WriteAsync(_id, Session, TimeSpan.FromSeconds(90))).Outcome);
    }

    private RedisSessionStore StoreAt(RedisConnection connection) => new(
        connection,
        new StoreReach(() => connection.IsConnected, TimeProvider.System, NullLogger<StoreReach>.Instance),
        _services.GetRequiredService<Serializer<KeptSession>>(),
        NullLogger<RedisSessionStore>.Instance);
}
