using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Silo.Caching;
using Speeko.Speech.Engines;
using Speeko.Tests.Cluster;
using Speeko.Tests.EndToEnd;
using StackExchange.Redis;

namespace Speeko.Tests.Silo.Caching;

/// <summary>The cache on a real Redis that is taken away, stopped, filled up and spoilt.</summary>
public sealed class RedisAudioCacheTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A machine that is busy with other tests may take longer to answer than a listener would put up with.</summary>
    private static readonly (string Name, string Value) Patient = ("AudioCache:HedgeDelayMs", "2000");
    private static readonly CachedAudio Audio = new([[1, 2, 3, 4], [5, 6]], [new SegmentMark(true, 0, 6, 0)]);

    private RedisServer _server = null!;
    private ConnectionMultiplexer _client = null!;
    private IHost _silo = null!;

    private IAudioCache Cache => _silo.Services.GetRequiredService<IAudioCache>();

    private IDatabase Database => _client.GetDatabase();

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _client = await _server.ConnectAsync();
        _silo = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync(_silo);
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_is_kept_is_found_and_goes_after_a_day()
    {
        Cache.Keep("one", Audio);
        await UntilAsync(() => Cache.Statistics.Writes == 1);

        var found = await FindAsync("one");

        Assert.Equal([1, 2, 3, 4, 5, 6], found!.Blocks.SelectMany(block => block));
        Assert.Equal(Audio.Marks, found.Marks);
        var ttl = await Database.KeyTimeToLiveAsync("tts:one");
        Assert.InRange(ttl!.Value.TotalSeconds, 86_000, 86_400);
        Assert.Equal(new AudioCacheStatistics(Restored: 1, Writes: 1, Errors: 0, Dropped: 0), Cache.Statistics);
    }

    [Fact]
    public async Task What_is_spoilt_foreign_or_no_string_at_all_is_missing_and_is_replaced()
    {
        Cache.Keep("one", Audio);
        await UntilAsync(() => Cache.Statistics.Writes == 1);
        byte[] sound = (await Database.StringGetAsync("tts:one"))!;
        var spoilt = sound.ToArray();
        spoilt[^1] ^= 1;
        RedisValue[] values = [spoilt, sound[..^1], RedisValue.EmptyString, "hello"];
        for (var i = 0; i < values.Length; i++)
            await Database.StringSetAsync($"tts:string {i}", values[i]);
        await Database.ListRightPushAsync("tts:list", sound);
        await Database.HashSetAsync("tts:hash", "field", sound);
        await Database.StringSetAsync("tts:another", sound);

        string[] keys = [.. values.Select((_, i) => $"string {i}"), "list", "hash", "another"];
        foreach (var key in keys)
        {
            Assert.Null(await FindAsync(key));
            Cache.Keep(key, Audio);
        }

        await UntilAsync(() => Cache.Statistics.Writes == 1 + keys.Length);
        foreach (var key in keys)
            Assert.NotNull(await FindAsync(key));
        Assert.Equal(0, Cache.Statistics.Errors);
    }

    [Fact]
    public async Task What_is_not_there_is_lacking_for_certain_only_while_Redis_answers()
    {
        Assert.True(await LacksAsync("one"));
        Cache.Keep("one", Audio);
        await UntilAsync(() => Cache.Statistics.Writes == 1);
        await Database.ListRightPushAsync("tts:list", "not audio");
        Assert.False(await LacksAsync("one"));
        Assert.False(await LacksAsync("list"));
        Assert.True(await LacksAsync("two"));

        _server.Hang();

        Assert.False(await LacksAsync("two"));
    }

    [Fact]
    public async Task A_Redis_that_hangs_costs_short_waits_for_a_second_and_is_found_again()
    {
        var hasty = await StartAsync(("AudioCache:HedgeDelayMs", "20"));
        var cache = hasty.Services.GetRequiredService<IAudioCache>();
        cache.Keep("one", Audio);
        await UntilAsync(() => cache.Statistics.Writes == 1);
        _server.Hang();

        // The first may still be answered.
        var late = new List<Task<CachedAudio?>>();
        AudioSearch search;
        while ((search = await cache.FindAsync("one", CancellationToken.None)) != default)
        {
            if (search.Late is not null)
                late.Add(search.Late);
        }

        Assert.NotEmpty(late);
        Assert.All(await Task.WhenAll(late).WaitAsync(Patience), Assert.Null);
        for (var i = 0; i < 1000; i++)
            Assert.True(cache.FindAsync("one", CancellationToken.None).AsTask() is { IsCompletedSuccessfully: true, Result: { Found: null, Late: null } });
        cache.Keep("two", Audio);
        _server.WakeUp();

        await UntilAsync(() => cache.Statistics.Writes == 2);
        Assert.NotNull(await FindAsync("two"));
        await StopAsync(hasty);
    }

    [Fact]
    public async Task An_answer_that_comes_late_is_heard_of_and_keeps_Redis_in_use()
    {
        var hasty = await StartAsync(("AudioCache:HedgeDelayMs", "1"));
        var cache = hasty.Services.GetRequiredService<IAudioCache>();
        cache.Keep("one", Audio);
        await UntilAsync(() => cache.Statistics.Writes == 1);

        for (var i = 0; i < 3; i++)
        {
            _server.Hang();
            AudioSearch search;
            while ((search = await cache.FindAsync("one", CancellationToken.None)).Late is null)
            {
                // The first may still have been answered.
            }

            _server.WakeUp();
            Assert.Equal(Audio.Marks, (await search.Late.WaitAsync(Patience))!.Marks);
        }

        Assert.NotEqual(default, await cache.FindAsync("one", CancellationToken.None));
        await StopAsync(hasty);
    }

    [Fact]
    public async Task A_Redis_that_is_gone_costs_nothing_and_what_waits_is_kept_when_it_comes_back()
    {
        await _server.KillAsync();
        await UntilAsync(() => FindAsync("one").IsCompletedSuccessfully);
        Cache.Keep("one", Audio);
        Cache.Keep("two", Audio);
        Assert.Null(await FindAsync("one"));

        await _server.StartAgainAsync();

        await UntilAsync(() => Cache.Statistics.Writes == 2);
        Assert.NotNull(await FindAsync("two"));
    }

    [Fact]
    public async Task A_Redis_that_is_full_serves_what_it_has_and_takes_more_when_it_has_room()
    {
        Cache.Keep("one", Audio);
        await UntilAsync(() => Cache.Statistics.Writes == 1);
        var server = _client.GetServers().Single();
        await server.ConfigSetAsync("maxmemory", "1");

        Cache.Keep("two", Audio);
        await UntilAsync(() => Cache.Statistics.Errors == 1);
        Assert.NotNull(await FindAsync("one"));
        Assert.Null(await FindAsync("two"));

        await server.ConfigSetAsync("maxmemory", "0");
        Cache.Keep("three", Audio);
        await UntilAsync(() => Cache.Statistics.Writes == 2);
        Assert.NotNull(await FindAsync("three"));
    }

    [Fact]
    public async Task What_is_too_large_and_what_finds_the_queue_full_is_dropped_and_counted()
    {
        var tight = await StartAsync(("AudioCache:MaxEntryBytes", "40000"), ("AudioCache:MaxPendingBytes", "65536"));
        var cache = tight.Services.GetRequiredService<IAudioCache>();
        _server.Hang();
        cache.Keep("too large", new CachedAudio([new byte[40_000]], []));
        Assert.Equal(1, cache.Statistics.Dropped);

        for (var i = 0; i < 5; i++)
            cache.Keep($"{i}", new CachedAudio([new byte[30_000]], []));
        Assert.Equal(1 + 3, cache.Statistics.Dropped);

        _server.WakeUp();
        await UntilAsync(() => cache.Statistics.Writes == 2);
        Assert.NotNull((await cache.FindAsync("0", CancellationToken.None)).Found);
        Assert.Null((await cache.FindAsync("4", CancellationToken.None)).Found);
        await StopAsync(tight);
    }

    [Fact]
    public async Task What_waits_is_still_written_when_the_silo_stops()
    {
        for (var i = 0; i < 50; i++)
            Cache.Keep($"{i}", Audio);
        await _silo.StopAsync();

        Assert.Equal(50, Cache.Statistics.Writes);
        Cache.Keep("late", Audio);
        Assert.Equal(1, Cache.Statistics.Dropped);
    }

    [Fact]
    public async Task A_search_that_nobody_waits_for_ends()
    {
        _server.Hang();
        using var cancelled = new CancellationTokenSource();
        var finding = Cache.FindAsync("one", cancelled.Token);
        await cancelled.CancelAsync();

        Assert.Equal(default, await finding);
        Assert.Equal(0, Cache.Statistics.Errors);
        _server.WakeUp();
    }

    private async Task<bool> LacksAsync(string key) => await Cache.LacksAsync(key, CancellationToken.None);

    private static async Task StopAsync(IHost silo)
    {
        await silo.StopAsync();
        await ((IAsyncDisposable)silo).DisposeAsync();
    }

    private static Task UntilAsync(Func<bool> isTrue) => Eventually.TrueAsync(isTrue, Patience, () => "It did not happen.");

    private Task<CachedAudio?> FindAsync(string key) => FindAsync(Cache, key);

    private static async Task<CachedAudio?> FindAsync(IAudioCache cache, string key) => (await cache.FindAsync(key, CancellationToken.None)).Found;

    private async Task<IHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var (name, value) in settings.Prepend(Patient))
            builder.Configuration[name] = value;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ISpeechEngine>(new ScriptedEngine());
        builder.Services.AddAudioCache(builder.Configuration, RedisConnection.To(_server.Endpoint, isNeeded: true));
        var host = builder.Build();
        await host.Services.GetRequiredService<RedisConnection>().OpenAsync();
        await host.StartAsync();
        return host;
    }
}
