using Speeko.Tests.EndToEnd.Doors;
using Speeko.Tests.EndToEnd.Failover;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Caching;

/// <summary>
/// Redis is taken away while people listen, and given back. <c>SPEEKO_REDIS_AWAY_SECONDS</c> says for how long, and
/// <c>SPEEKO_LISTENERS</c> how many play what they hear meanwhile.
/// </summary>
public sealed class RedisLossTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Listeners = 4;

    /// <summary>Who has five seconds in hand does not notice so much.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly int _playing = TestSize.Of("SPEEKO_LISTENERS", 30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _away = TimeSpan.FromSeconds(TestSize.Of("SPEEKO_REDIS_AWAY_SECONDS", 5));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("speeko-redis-");
    private RedisServer _redis = null!;
    private LocalCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync("--appendonly", "yes", "--dir", _folder.FullName);
        _cluster = await LocalCluster.StartAsync(new LocalClusterOptions { RedisEndpoint = _redis.Endpoint });
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_Redis_that_dies_and_comes_back_is_noticed_by_nobody()
    {
        var isBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var players = Enumerable.Range(0, _playing).Select(number => Player(number, isBack.Task)).ToArray();
        var playing = await Arrivals.ListenAsync(players).WaitAsync(Patience);
        await UntilAsync(() => Task.FromResult(players.All(player => player.HasPlenty)), "They do not all play.");
        foreach (var player in players)
            player.Watch();

        await ListenWhileAsync(_redis.KillAsync, _redis.StartAgainAsync);
        isBack.SetResult();
        var wrong = await Task.WhenAll(playing).WaitAsync(Patience);
        output.WriteLine(
            $"{_playing} play, longest wait {players.Max(player => player.LongestWait).TotalMilliseconds:F0} ms, "
            + $"{players.Min(player => player.LeastInHand).TotalMilliseconds:F0} ms in hand at least, {players.Sum(player => player.Underruns)} underruns");
        Assert.True(wrong.All(text => text is null), $"{string.Join('\n', wrong.Where(text => text is not null))}\n{_cluster.Logs}");
        Assert.All(players, player => Assert.InRange(player.LongestWait, TimeSpan.Zero, LongestWait));
        Assert.Equal(0, players.Sum(player => player.Underruns));

        // And the cluster is whole: one that dies is declared dead, and another takes its place.
        var silos = _cluster.ProcessIds.Silos;
        await _cluster.KillAsync(silos[0]);
        await _cluster.LineAsync(line => line.StartsWith("silo 1 is ready", StringComparison.Ordinal) && !line.Contains($"process {silos[0]},", StringComparison.Ordinal));
        await UntilAsync(SpeaksAsync, "Nobody speaks since a silo has died.");
        Assert.DoesNotContain("membership table version is missing", _cluster.Logs, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_Redis_that_dies_and_comes_back_empty_is_noticed_by_nobody() => ListenWhileAsync(
        async () =>
        {
            await _redis.KillAsync();
            foreach (var folder in _folder.EnumerateDirectories())
                folder.Delete(recursive: true);
        },
        _redis.StartAgainAsync);

    [Fact]
    public Task A_Redis_that_hangs_is_noticed_by_nobody() => ListenWhileAsync(
        () =>
        {
            _redis.Hang();
            return Task.CompletedTask;
        },
        () =>
        {
            _redis.WakeUp();
            return Task.CompletedTask;
        });

    private async Task ListenWhileAsync(Func<Task> take, Func<Task> giveBack)
    {
        using var end = new CancellationTokenSource();
        var before = _cluster.HostProcessIds();
        var spoken = new int[Listeners];
        var listening = Enumerable.Range(0, Listeners).Select(listener => ListenAsync(listener, spoken, end.Token)).ToArray();
        Task UntilAllGoOnAsync(Func<Task<bool>> isTrue, string otherwise) => UntilAsync(
            async () =>
            {
                // Who was told of an error says it better than that it does not go on.
                foreach (var ended in listening.Where(listener => listener.IsCompleted))
                    await ended;
                return await isTrue();
            },
            otherwise);
        await UntilAllGoOnAsync(async () => await _cluster.CountAsync("cache_writes") > 0, "Nothing was kept while Redis was there.");

        await take();
        var (time, away) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        var spokenBefore = spoken.ToArray();
        await UntilAllGoOnAsync(
            () => Task.FromResult(time.GetElapsedTime(away) > _away && spoken.Zip(spokenBefore).All(count => count.First > count.Second + 2)),
            "Listeners wait for Redis.");
        var writes = await _cluster.CountAsync("cache_writes");
        await giveBack();

        await UntilAllGoOnAsync(async () => await _cluster.CountAsync("cache_writes") > writes, "Nothing is kept since Redis is back.");
        await end.CancelAsync();
        await Task.WhenAll(listening);
        Assert.Equal(before, _cluster.HostProcessIds());
        Assert.True(await SpeaksAsync(), "A new listener is not served.");
    }

    private PlayingListener Player(int number, Task enough) => new(
        [_cluster.Urls[number % 2]], _cluster.ApiKey, i => $"Player {number}, {i}.", 8, enough);

    /// <summary>Never the same sentence twice, so that each asks Redis and is written there.</summary>
    private async Task ListenAsync(int listener, int[] spoken, CancellationToken end)
    {
        await using var socket = await RawSocket.ConnectAsync(_cluster.Urls[listener % 2], _cluster.ApiKey);
        while (!end.IsCancellationRequested)
        {
            await socket.SendAsync(new { text = $"Listener {listener} hears number {spoken[listener]}. And then one more: {spoken[listener]}!" });
            var answer = await socket.HearAsync();
            Assert.True(answer.IsComplete, $"{answer.Last}\n{_cluster.Logs}");
            spoken[listener]++;
        }
    }

    private async Task<bool> SpeaksAsync()
    {
        await using var socket = await RawSocket.ConnectAsync(_cluster.Urls[0], _cluster.ApiKey);
        await socket.SendAsync(new { text = "A new listener comes in." });
        return (await socket.HearAsync()).IsComplete;
    }

    private async Task UntilAsync(Func<Task<bool>> isTrue, string otherwise) =>
        await Eventually.TrueAsync(isTrue, _away + Patience, () => $"{otherwise}\n{_cluster.Logs}");
}
