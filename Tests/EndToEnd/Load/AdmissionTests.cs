using System.Collections.Concurrent;
using Speeko.Tests.EndToEnd.Conversation;
using Speeko.Tests.EndToEnd.Doors;
using Speeko.Tests.EndToEnd.Failover;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Load;

/// <summary>
/// More is asked for than the engines can make in time, without a pause. <c>SPEEKO_OVERLOAD_SESSIONS</c> says by how many; where it is
/// set, the machine is supposed to have nothing else to do, and who is refused has to learn it at once.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class AdmissionTests(ITestOutputHelper output)
{
    private const string Variable = "SPEEKO_OVERLOAD_SESSIONS";
    private const int Usual = 60;
    private const int Players = 8;

    /// <summary>A cluster that has just started is busy with compiling; on two cores it has done so by then.</summary>
    private const int SpokenWhenWarm = 3000;

    /// <summary>By then most of that is done: who is let in before may wait for a third of a second in the middle of a word.</summary>
    private const int SpokenWhenLukewarm = 80;

    /// <summary>Only beginnings are refused: it has to be asked for many of them.</summary>
    private const int SentencesOfEach = 1;

    /// <summary>Refusals to tell by how long one takes.</summary>
    private const int Enough = 5;

    private const double AtOnceMs = 50;
    private const double BusyMachineMs = 2000;

    private static readonly TimeSpan BetweenPlayers = TimeSpan.FromMilliseconds(500);

    /// <summary>Sooner than anybody is told to come back.</summary>
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(100);

    /// <summary>By the silos.</summary>
    private readonly ConcurrentBag<TimeSpan> _toRefusal = [];

    /// <summary>By the frontend, of who comes again too soon.</summary>
    private readonly ConcurrentBag<TimeSpan> _toReminder = [];

    private readonly ConcurrentBag<string> _faults = [];
    private int _spoken;
    private int _texts;

    /// <summary>On a machine that compiles, and has other tests to run, the second 93 ms of sound may come later than the first 46 last.</summary>
    private static TimeSpan Head => IsMeasured ? TimeSpan.Zero : TimeSpan.FromMilliseconds(100);

    private static bool IsMeasured => TestSize.Of(Variable, 0) > 0;

    [Fact]
    public async Task Who_is_refused_learns_it_at_once_and_who_is_taken_never_runs_dry()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions
        {
            // Few places: an engine that has one free refuses nobody.
            Environment = new Dictionary<string, string>
            {
                ["Scheduler__MaxWaitMs"] = "50",
                ["SpeechWorkers__Workers"] = "2",
                ["SpeechWorkers__SentencesPerWorker"] = "4",
            },
        });
        using var end = new CancellationTokenSource();
        var flood = Enumerable.Range(0, TestSize.Of(Variable, Usual)).Select(number => KnockAsync(cluster, number, end.Token)).ToArray();
        await Eventually.TrueAsync(
            () => !_toRefusal.IsEmpty && _spoken >= (IsMeasured ? SpokenWhenWarm : SpokenWhenLukewarm),
            TimeSpan.FromSeconds(180),
            () => $"{_toRefusal.Count} are refused, {_spoken} were spoken. {string.Join('\n', _faults)}");

        // What the players run is compiled too, by the first.
        if (IsMeasured)
            await PlayAsync(cluster, 0);
        _toRefusal.Clear();
        _toReminder.Clear();

        // In the middle of it some want to be let in who play what they hear.
        var players = await Task.WhenAll(Enumerable.Range(0, Players).Select(number => PlayAsync(cluster, number)));
        await Eventually.TrueAsync(
            () => _toRefusal.Count >= Enough && _toReminder.Count >= Enough, TimeSpan.FromSeconds(60), () => $"{_toRefusal.Count} are refused. {string.Join('\n', _faults)}");
        await end.CancelAsync();
        await Task.WhenAll(flood);

        Assert.Empty(_faults);
        var (toRefusal, toReminder) = (new Latencies("request to refusal", _toRefusal), new Latencies("to who came too soon", _toReminder));
        output.WriteLine($"{toRefusal}; {toReminder}; spoken to the end: {_spoken}");
        output.WriteLine($"players let in: {players.Length}; longest waits in ms {string.Join(", ", players.Select(player => $"{player.LongestWait.TotalMilliseconds:F0}"))}, underruns {string.Join(", ", players.Select(player => player.Underruns))}");
        Assert.NotEqual(0, _spoken);
        foreach (var latencies in (Latencies[])[toRefusal, toReminder])
            Assert.InRange(latencies.PercentileMs(IsMeasured ? 100 : 50), 0, IsMeasured ? AtOnceMs : BusyMachineMs);
        Assert.Equal(0, players.Sum(player => player.Underruns));
    }

    /// <summary>Takes all it gets as fast as it can, and comes again at once.</summary>
    private async Task KnockAsync(LocalCluster cluster, int number, CancellationToken end)
    {
        await using var socket = await RawSocket.ConnectAsync(cluster.Urls[number % cluster.Urls.Count], cluster.ApiKey);
        while (!end.IsCancellationRequested)
        {
            var asked = TimeProvider.System.GetTimestamp();
            await socket.SendAsync(new { text = string.Join(' ', Sentences(SentencesOfEach)) });
            var answer = await socket.HearAsync();
            if (answer.IsComplete)
            {
                Interlocked.Increment(ref _spoken);
            }
            else if (answer is { ErrorCode: "overloaded", Chunks: [] })
            {
                (answer.Last.TryGetProperty("utterance", out _) ? _toRefusal : _toReminder).Add(TimeProvider.System.GetElapsedTime(asked));
                await Task.Delay(Impatience, TimeProvider.System, CancellationToken.None);
            }
            else
            {
                _faults.Add($"{number}, after {answer.Chunks.Count} chunks: {answer.Last}");
            }
        }
    }

    /// <summary>Asks until it is let in, and listens to the end.</summary>
    private async Task<PlayingListener> PlayAsync(LocalCluster cluster, int number)
    {
        await Task.Delay(BetweenPlayers * number, TimeProvider.System);
        while (true)
        {
            var sentences = Sentences(2);
            var player = new PlayingListener(
                [cluster.Urls[number % cluster.Urls.Count]], cluster.ApiKey, i => sentences[i - 1], sentences.Length, Task.CompletedTask, Head);
            player.Watch();
            var fault = await player.ListenAsync();
            if (fault is null)
                return player;
            if (!fault.Contains("at chunk 0:", StringComparison.Ordinal) || !fault.Contains("\"overloaded\"", StringComparison.Ordinal))
            {
                _faults.Add($"player {number}: {fault}");
                return player;
            }

            await Task.Delay(Impatience, TimeProvider.System);
        }
    }

    /// <summary>That nobody has said before.</summary>
    private string[] Sentences(int count)
    {
        var text = Interlocked.Increment(ref _texts);
        return [.. Enumerable.Range(1, count).Select(i =>
            $"Request number {text} has a sentence {i} that goes on and on, as sentences do that were written by somebody who had time.")];
    }
}
