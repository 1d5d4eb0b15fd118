using Speeko.Tests.EndToEnd.Doors;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>
/// Many listen and interrupt what they hear. <c>SPEEKO_CANCEL_SESSIONS</c> says how many; where it is set, the machine is supposed
/// to have nothing else to do, and silence has to come as fast as a conversation needs it.
/// </summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class CancelTests(EmbeddedClusterCollection.Fixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Variable = "SPEEKO_CANCEL_SESSIONS";
    private const int Usual = 40;

    /// <summary>A cluster that has just started is busy with compiling what it does for the first time, and the test is too.</summary>
    private const int RoundsToWarmUp = 5;

    private const double FastMs = 50;
    private const double BusyMachineMs = 2000;

    /// <summary>Before the first interrupts. Within two seconds they have all begun.</summary>
    private static readonly TimeSpan Begun = TimeSpan.FromSeconds(2);

    /// <summary>Long enough for anything that was still under way to come.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(300);

    /// <summary>Two hundred interrupt within twenty seconds.</summary>
    private static readonly TimeSpan BetweenTwo = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestToSpeak = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestToRest = TimeSpan.FromSeconds(2);

    private readonly InterruptingListener[] _listeners = Listeners(fixture.Cluster);

    private LocalCluster Cluster => fixture.Cluster;

    private static bool IsMeasured => TestSize.Of(Variable, 0) > 0;

    public async Task InitializeAsync()
    {
        for (var rounds = IsMeasured ? RoundsToWarmUp : 0; rounds > 0; rounds--)
        {
            var others = Listeners(Cluster);
            await InterruptOneAfterTheOtherAsync(others, BegunAsync());
            await Task.WhenAll(others.Select(listener => listener.DisposeAsync().AsTask()));
        }
    }

    public Task DisposeAsync() => Task.WhenAll(_listeners.Select(listener => listener.DisposeAsync().AsTask()));

    [Fact]
    public async Task Who_interrupts_hears_nothing_more_of_it_and_then_the_answer_alone()
    {
        await InterruptOneAfterTheOtherAsync(_listeners, IsMeasured ? SettledAsync() : BegunAsync());

        AssertNoFault();
        var toSilence = new Latencies("cancel to its answer", _listeners.Select(listener => listener.ToSilence));
        output.WriteLine($"{toSilence}");
        output.WriteLine($"{new Latencies("next request to first sound", _listeners.Select(listener => listener.ToNextSound))}");
        output.WriteLine($"{new Latencies("cancel to first sound of what is asked for instead at once", _listeners.Where((_, number) => number % 2 == 0).Select(listener => listener.ToChange))}");
        Assert.InRange(toSilence.PercentileMs(99), 0, IsMeasured ? FastMs : BusyMachineMs);
    }

    [Fact]
    public async Task When_all_interrupt_at_once_the_cluster_comes_to_rest_at_once()
    {
        var now = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listening = Task.WhenAll(_listeners.Select(listener => listener.ListenAsync(now.Task)));
        var before = await ClusterWork.OfAsync(Cluster);
        await Eventually.TrueAsync(
            async () => (await ClusterWork.OfAsync(Cluster)).Frames > before.Frames + (5 * _listeners.Length),
            TimeSpan.FromSeconds(60),
            () => "They do not all listen.");
        now.SetResult();
        await listening;

        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(_listeners.Select(listener => listener.CancelAsync()));
        var toSilence = TimeProvider.System.GetElapsedTime(began);
        var toRest = await ClusterWork.ToRestAsync(Cluster, began);

        output.WriteLine(
            $"{_listeners.Length} at once: all have silence after {toSilence.TotalMilliseconds:F0} ms, the last work was begun before {toRest.TotalMilliseconds:F0} ms");
        output.WriteLine($"{new Latencies("cancel to its answer", _listeners.Select(listener => listener.ToSilence))}");
        AssertNoFault();
        Assert.InRange(toRest, TimeSpan.Zero, LongestToRest);
    }

    /// <summary>
    /// All listen all the time: who has interrupted asks for another story, and hears it. Idle is a session that has nothing to say,
    /// and so makes nothing, as the cluster itself counts them; asking for that is part of what is measured.
    /// </summary>
    [Fact]
    public async Task A_session_that_is_interrupted_is_idle_at_once_while_all_others_speak()
    {
        await SpeakingAsync(0);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var turns = _listeners.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var listening = _listeners.Select((listener, number) => listener.ListenAsync(turns[number].Task)).ToArray();
        await SpeakingAsync(_listeners.Length);
        if (IsMeasured)
            await SettledAsync();

        var toIdle = new List<TimeSpan>();
        foreach (var (number, listener) in _listeners.Index())
        {
            turns[number].SetResult();
            await listening[number];
            var cancelledAt = TimeProvider.System.GetTimestamp();
            await listener.CancelAsync();
            await SpeakingAsync(_listeners.Length - 1);
            toIdle.Add(TimeProvider.System.GetElapsedTime(cancelledAt));
            listening[number] = listener.ListenAsync(over.Task);
            await SpeakingAsync(_listeners.Length);
            await Task.Delay(BetweenTwo, TimeProvider.System);
        }

        over.SetResult();
        await Task.WhenAll(listening);
        AssertNoFault();
        output.WriteLine($"{new Latencies("cancel to its answer", _listeners.Select(listener => listener.ToSilence))}");
        var all = new Latencies("cancel to idle", toIdle);
        output.WriteLine($"{all}");
        Assert.InRange(all.PercentileMs(99), 0, IsMeasured ? FastMs : BusyMachineMs);
    }

    private static InterruptingListener[] Listeners(LocalCluster cluster) =>
        [.. Enumerable.Range(0, TestSize.Of(Variable, Usual)).Select(number => new InterruptingListener(cluster, number))];

    /// <summary>Within five seconds, while the others listen on.</summary>
    private static Task InterruptOneAfterTheOtherAsync(InterruptingListener[] listeners, Task first) => Task.WhenAll(listeners.Select(async (listener, number) =>
    {
        await listener.ListenAsync(TurnAsync());
        await listener.CancelAsync();
        if (listener.Fault is null)
            await listener.AskAnewAsync(number % 2 == 0 ? TimeSpan.Zero : Silence);

        async Task TurnAsync()
        {
            await first;
            await Task.Delay(TimeSpan.FromSeconds(5.0 * number / listeners.Length), TimeProvider.System);
        }
    }));

    private static Task BegunAsync() => Task.Delay(Begun, TimeProvider.System);

    /// <summary>What is measured is how it is when so many listen, and not while they begin.</summary>
    private async Task SettledAsync()
    {
        await BegunAsync();
        await ClusterWork.SettledAsync(Cluster, _listeners.Length);
    }

    /// <summary>Until so many sessions have something to say; asks again and again.</summary>
    private async Task SpeakingAsync(int sessions)
    {
        using var patience = new CancellationTokenSource(LongestToSpeak, TimeProvider.System);
        while (await Cluster.CountAsync("sessions_speaking") is var speaking && speaking != sessions)
        {
            Assert.False(patience.IsCancellationRequested, $"{speaking} sessions speak, and not {sessions}.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }

    private void AssertNoFault()
    {
        var faults = _listeners.Select(listener => listener.Fault).OfType<string>().ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }
}
