using Speeko.Silo.Hosting;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Hosts;

/// <summary>A silo goes while Redis is away. <c>SPEEKO_REDIS_AWAY_SECONDS</c> says for how long.</summary>
public sealed class RedisAwayTests : IAsyncLifetime
{
    private const int Listeners = 4;

    /// <summary>Each has a lane by chance, so that all of them are silenced by none only where no lane is silent.</summary>
    private const int Newcomers = 8;

    private static readonly string[] AllButSubscriptions = ["~*/members/*", "~tts:*"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TimeSpan _away = TimeSpan.FromSeconds(TestSize.Of("SPEEKO_REDIS_AWAY_SECONDS", 3));
    private readonly int[] _heard = new int[Listeners];
    private HandmadeCluster _cluster = null!;
    private Task _listening = Task.CompletedTask;
    private volatile bool _isOver;

    public async Task InitializeAsync()
    {
        _cluster = await HandmadeCluster.StartAsync(silos: 2);
        _listening = Task.WhenAll(Enumerable.Range(0, Listeners).Select(ListenAsync));
        await AllHearAsync();
    }

    public async Task DisposeAsync()
    {
        _isOver = true;
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _cluster.DisposeAsync();
    }

    [Theory]
    [InlineData("hangs")]
    [InlineData("dies")]
    public async Task When_a_silo_has_died_the_others_speak_on_although_Redis_goes_away_at_once(string how)
    {
        // Its queues move to the other silo, which has to find out who listens. That it can not, from the first moment on.
        await _cluster.Redis.AllowAsync(AllButSubscriptions);
        await _cluster.KillAsync(_cluster.Silos[1]);
        await HandmadeCluster.KnowsToBeAloneAsync(_cluster.Silos[0]);
        if (how == "hangs")
            _cluster.Redis.Hang();
        else
            await _cluster.Redis.KillAsync();

        await AllHearAsync();
        await AllHearAsync(_away);

        if (how == "hangs")
            _cluster.Redis.WakeUp();
        else
            await _cluster.Redis.StartAgainAsync();
        await _cluster.Redis.AllowAsync("~*");
        await AllIsWellAsync();
    }

    [Fact]
    public async Task A_Redis_that_takes_no_subscriptions_silences_nobody_when_silos_come_and_go()
    {
        await _cluster.Redis.AllowAsync(AllButSubscriptions);
        _cluster.Silos[1].Signal(ProcessTable.Terminate);
        Assert.Equal(0, await _cluster.Silos[1].ExitCodeAsync(HostPrograms.Limit));
        await AllHearAsync();
        await _cluster.StartSiloAsync();
        await AllHearAsync(_away);

        await _cluster.Redis.AllowAsync("~*");
        await AllIsWellAsync();
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_stays_until_Redis_is_back()
    {
        _cluster.Redis.Hang();
        _cluster.Silos[1].Signal(ProcessTable.Terminate);
        await _cluster.Silos[1].LineAsync(line => line.Contains("can't leave the cluster", StringComparison.Ordinal), HostPrograms.Limit);

        // It does not stay for ever.
        await AllHearAsync(_away < LeaveDelay.Patience / 2 ? _away : LeaveDelay.Patience / 2);

        _cluster.Redis.WakeUp();
        Assert.Equal(0, await _cluster.Silos[1].ExitCodeAsync(HostPrograms.Limit));
        await AllHearAsync();
        await AllIsWellAsync();
    }

    /// <summary>Another silo comes, the first one dies, and it is as if nothing had been.</summary>
    private async Task AllIsWellAsync()
    {
        await _cluster.StartSiloAsync();
        await _cluster.KillAsync(_cluster.Silos[0]);
        await AllHearAsync();
        _isOver = true;
        await _listening;
    }

    /// <summary>From now on each listener is served again and again, for as long at least; new ones too.</summary>
    private async Task AllHearAsync(TimeSpan duration = default)
    {
        var (time, began, before) = (TimeProvider.System, TimeProvider.System.GetTimestamp(), _heard.ToArray());
        await Eventually.TrueAsync(
            () => _listening.IsCompleted
                || (time.GetElapsedTime(began) > duration && _heard.Zip(before).All(count => count.First > count.Second + 2)),
            duration + Patience,
            () => $"Heard: {string.Join(' ', _heard)}; before: {string.Join(' ', before)}\n{_cluster.Logs}");
        Assert.False(_listening.IsFaulted, $"{_listening.Exception}\n{_cluster.Logs}");
        await Task.WhenAll(Enumerable.Range(0, Newcomers).Select(_ =>
            Eventually.TrueAsync(IsServedAsync, Patience, () => $"A new listener is not served.\n{_cluster.Logs}")));
    }

    /// <summary>Stays on its connection, and asks again for what a lost session has not spoken.</summary>
    private async Task ListenAsync(int listener)
    {
        await using var socket = await RawSocket.ConnectAsync(_cluster.Url, HandmadeCluster.ApiKey);
        for (var number = 0; !_isOver; number++)
        {
            await socket.SendAsync(new { text = $"Listener {listener} hears number {number}." });
            var answer = await socket.HearAsync();
            if (answer.IsComplete)
                _heard[listener]++;
            else
                Assert.True(answer.ErrorCode is "session_lost" or "unavailable", $"{answer.Last}");
        }
    }

    private async Task<bool> IsServedAsync()
    {
        await using var socket = await RawSocket.ConnectAsync(_cluster.Url, HandmadeCluster.ApiKey);
        await socket.SendAsync(new { text = "A new listener comes in." });
        return (await socket.HearAsync()).IsComplete;
    }
}
