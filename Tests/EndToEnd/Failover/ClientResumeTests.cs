using Speeko.Client;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Failover;

/// <summary>The .NET client, word by word like somebody who thinks while speaking, whose frontend is lost or told to stop.</summary>
[Collection(LossyClusterCollection.Name)]
public sealed class ClientResumeTests(LossyClusterCollection.Fixture fixture, ITestOutputHelper output)
{
    private const int Speakers = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private LocalCluster Cluster => fixture.Cluster;

    [Theory]
    [InlineData(ProcessTable.Kill)]
    [InlineData(ProcessTable.Terminate)]
    public async Task No_word_is_lost_or_said_twice_when_a_frontend_is_gone(int signal)
    {
        using var client = new SpeekoClient(new SpeekoClientOptions
        {
            Url = Cluster.Urls[0],
            Alternatives = [Cluster.Urls[1]],
            ApiKey = Cluster.ApiKey,
        });
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var speakers = Enumerable.Range(0, Speakers).Select(number => new ThinkingSpeaker(client, $"{signal} and {number}", gone.Task)).ToArray();
        var speaking = speakers.Select(speaker => speaker.SpeakAsync()).ToArray();
        var underWay = Task.WhenAll(speakers.Select(speaker => speaker.IsUnderWay));
        Assert.True(await Task.WhenAny([underWay, .. speaking]).WaitAsync(Patience) == underWay, "One has ended already.");

        var before = Cluster.ProcessIds.All;
        ProcessTable.Signal(Cluster.ProcessIds.Frontends[0], signal);
        gone.SetResult();
        await Task.WhenAll(speaking).WaitAsync(Patience);

        output.WriteLine($"{speakers.Sum(speaker => speaker.Resumptions)} of {Speakers} resumed");
        Assert.InRange(speakers.Count(speaker => speaker.Resumptions > 0), Speakers / 2, Speakers);
        Assert.All(speakers, speaker => Assert.Equal(speaker.Asked, speaker.Heard.Where(speaker.Asked.Contains)));
        Assert.All(speakers, speaker => Assert.Empty(speaker.Heard.Except(speaker.Words)));
        Assert.All(speakers, speaker => Assert.Equal(Enumerable.Range(0, speaker.Sequences.Count).Select(i => (long)i), speaker.Sequences));
        Assert.All(speakers, speaker => Assert.InRange(speaker.AudioMs, speaker.DurationMs - 1, speaker.DurationMs + 1));
        foreach (var speaker in speakers)
            speaker.Dispose();
        await Cluster.ReplacedAsync(before);
    }

    /// <summary>Is at most some sentences ahead of its own voice, and stops in the middle of one until the frontend is gone.</summary>
    private sealed class ThinkingSpeaker(SpeekoClient client, string name, Task gone) : IDisposable
    {
        private const int Sentences = 24;
        private const int Before = 8;
        private const int Ahead = 3;

        private static readonly SpeechSettings Settings = new() { WithMarks = true };

        private readonly SemaphoreSlim _ahead = new(Ahead);
        private readonly TaskCompletionSource _isUnderWay = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsUnderWay => _isUnderWay.Task;

        public int Resumptions { get; private set; }

        /// <summary>Where each sentence begins in the text.</summary>
        public List<long> Asked { get; } = [];

        /// <summary>Where each word does: who thinks for long begins a sentence anew.</summary>
        public HashSet<long> Words { get; } = [];

        public List<long> Heard { get; } = [];

        public List<long> Sequences { get; } = [];

        public double AudioMs { get; private set; }

        public long DurationMs { get; private set; }

        public async Task SpeakAsync()
        {
            await using var connection = await client.ConnectAsync();
            var feeding = FeedAsync(connection);
            await foreach (var happened in connection.ReadAsync(CancellationToken.None))
            {
                switch (happened)
                {
                    case SpeechMark { IsSentence: true } mark:
                        Heard.Add(mark.TextOffset);
                        _ahead.Release();
                        break;
                    case SpeechChunk chunk:
                        Sequences.Add(chunk.Sequence);
                        AudioMs += chunk.Audio.Length * 1000.0 / (2 * chunk.Source.SampleRateHz);
                        break;
                    case SpeechResumed:
                        Resumptions++;
                        break;
                    case SpeechFailed { Error: var error }:
                        throw new SpeechException(error);
                    case SpeechCompleted completed:
                        DurationMs = completed.DurationMs;
                        await feeding;
                        return;
                }
            }
        }

        public void Dispose() => _ahead.Dispose();

        private async Task FeedAsync(SpeechConnection connection)
        {
            var offset = 0L;
            for (var sentence = 0; sentence < Sentences; sentence++)
            {
                await _ahead.WaitAsync();
                Asked.Add(offset);
                foreach (var word in $"Speaker {name} thinks about sentence {sentence} for a while. ".Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (sentence == Before && word == "thinks")
                    {
                        _isUnderWay.TrySetResult();
                        await Task.WhenAny(gone);
                    }

                    Words.Add(offset);
                    await connection.AppendAsync($"{word} ", Settings, CancellationToken.None);
                    offset += word.Length + 1;
                }
            }

            await connection.FlushAsync(CancellationToken.None);
        }
    }
}
