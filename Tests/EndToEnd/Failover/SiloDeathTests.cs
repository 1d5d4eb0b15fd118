using Speeko.Tests.EndToEnd.Doors;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Failover;

/// <summary>
/// One of three silos is killed while people listen on two frontends, as a machine is lost. <c>SPEEKO_LISTENERS</c> says how
/// many.
/// </summary>
public sealed class SiloDeathTests(SiloDeathTests.Fixture fixture, ITestOutputHelper output) : IClassFixture<SiloDeathTests.Fixture>
{
    private const string Variable = "SPEEKO_LISTENERS";
    private const int Askers = 30;

    /// <summary>Who has nothing in hand, too, waits until the cluster knows that the silo is gone, and has its queues elsewhere.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    /// <summary>In the suite, where other tests run beside it.</summary>
    private static readonly TimeSpan LongestAnswerBesideOthers = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly int _count = TestSize.Of(Variable, 60);

    private LocalCluster Cluster => fixture.Cluster;

    private static bool IsMeasured => TestSize.Of(Variable, 0) > 0;

    [Fact]
    public async Task Nobody_misses_a_word_and_nobody_with_five_seconds_in_hand_hears_anything_of_it()
    {
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listeners = Enumerable.Range(0, _count).Select(number => Listener(number, killed.Task)).ToArray();
        var listening = await Arrivals.ListenAsync(listeners).WaitAsync(Patience);
        await Eventually.TrueAsync(
            () => Task.FromResult(listeners.All(listener => listener.HasPlenty)), Patience, () => $"not all play; ended: {Ended(listening)}");
        foreach (var listener in listeners)
            listener.Watch();

        await Cluster.KillAsync(Cluster.ProcessIds.Silos[1]);
        killed.SetResult();

        var wrong = await Task.WhenAll(listening).WaitAsync(Patience);
        output.WriteLine(
            $"{_count} listeners, longest wait {listeners.Max(listener => listener.LongestWait).TotalMilliseconds:F0} ms, "
            + $"{listeners.Count(listener => listener.LongestWait > TimeSpan.FromSeconds(1))} waited more than 1 s, "
            + $"{listeners.Min(listener => listener.LeastInHand).TotalMilliseconds:F0} ms in hand at least, "
            + $"{listeners.Sum(listener => listener.Underruns)} underruns, {await Cluster.CountAsync("resumed")} sessions resumed");
        Assert.True(wrong.All(text => text is null), $"{string.Join('\n', wrong.Where(text => text is not null))}\n{Cluster.Logs}");
        Assert.All(listeners, listener => Assert.InRange(listener.LongestWait, TimeSpan.Zero, LongestWait));
        Assert.Equal(0, listeners.Sum(listener => listener.Underruns));
        Assert.True(await Cluster.CountAsync("resumed") > 0, "The silo held nothing that was not in the listeners' hands already.");
    }

    [Fact]
    public async Task Who_asks_at_that_moment_has_the_answer_within_seconds()
    {
        using var end = new CancellationTokenSource();
        var answers = new int[Askers];
        var asking = Enumerable.Range(0, Askers).Select(number => AskAsync(number, answers, end.Token)).ToArray();
        await AllHaveAsync(answers, 3);

        await Cluster.KillAsync(Cluster.ProcessIds.Silos[2]);
        await AllHaveAsync(answers, 20);
        await end.CancelAsync();

        var waits = await Task.WhenAll(asking);
        output.WriteLine($"{Askers} askers, waited ms: {string.Join(' ', waits.Order().Select(wait => $"{wait.TotalMilliseconds:F0}"))}");
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, IsMeasured ? LongestWait : LongestAnswerBesideOthers));
    }

    private static string Ended(Task<string?>[] listening) =>
        string.Join('\n', listening.Where(task => task.IsCompletedSuccessfully).Select(task => task.Result ?? "well"));

    private static Task AllHaveAsync(int[] answers, int more)
    {
        var before = answers.ToArray();
        return Eventually.TrueAsync(
            () => Task.FromResult(answers.Zip(before).All(pair => pair.First >= pair.Second + more)),
            Patience,
            () => $"answers: {string.Join(' ', answers)}");
    }

    /// <summary>Asks again a little after each answer. Returns the longest silence before a chunk that was due.</summary>
    private async Task<TimeSpan> AskAsync(int number, int[] answers, CancellationToken end)
    {
        var longest = TimeSpan.Zero;
        await using var socket = await RawSocket.ConnectAsync(Cluster.Urls[number % Cluster.Urls.Count], Cluster.ApiKey);
        for (; !end.IsCancellationRequested; answers[number]++)
        {
            var lastAt = TimeProvider.System.GetTimestamp();
            await socket.SendAsync(new { text = $"Asker {number} has question {answers[number]}. And it has another: {answers[number]}?" });
            var answer = await socket.HearAsync(_ =>
            {
                var silence = TimeProvider.System.GetElapsedTime(lastAt);
                longest = silence > longest ? silence : longest;
                lastAt = TimeProvider.System.GetTimestamp();
                return Task.CompletedTask;
            });
            Assert.True(answer.IsComplete, $"{answer.Last}\n{Cluster.Logs}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }

        return longest;
    }

    /// <summary>When the silo is lost, some twenty seconds are to come, of which a listener and the sockets to it hold less than ten.</summary>
    private PlayingListener Listener(int number, Task enough) => new(
        [Cluster.Urls[number % Cluster.Urls.Count]],
        Cluster.ApiKey,
        i => $"Listener {number} waits for sentence {i} of a story.",
        8,
        enough);

    public sealed class Fixture() : ClusterFixture(new LocalClusterOptions { Silos = 3 });
}
