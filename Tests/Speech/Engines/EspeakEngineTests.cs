using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Tests.Speech.Engines;

/// <summary>The real engine in real processes.</summary>
public sealed class EspeakEngineTests : IAsyncLifetime
{
    private const string Sentence = "The night train follows a long winding road near the old lighthouse.";

    private readonly FakeTimeProvider _clock = new();
    private EspeakEngine _engine = null!;

    public async Task InitializeAsync()
    {
        _engine = NewEngine(new SpeechWorkerOptions { Workers = 2 }, TimeProvider.System);
        await _engine.StartAsync(CancellationToken.None);
    }

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Fact]
    public async Task Speaks_a_sentence_that_begins_at_once_and_lasts_as_long_as_speech_does()
    {
        var samples = await SpeakAsync(new SynthesisRequest(Sentence, "en-us", 1));

        Assert.InRange(samples.Length / (double)_engine.SampleRateHz, 2.5, 6);
        Assert.InRange(FirstAudible(samples) / (double)_engine.SampleRateHz, 0, 0.3);
    }

    [Fact]
    public async Task A_sentence_ends_with_a_pause_and_is_as_long_whatever_was_spoken_before_it()
    {
        var lengths = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            await SpeakAsync(new SynthesisRequest($"Listener {i} hears another one before.", "en-us", 1));
            var samples = await SpeakAsync(new SynthesisRequest("Listener 7 hears sentence 4 of story 3.", "en-us", 1));
            lengths.Add(samples.Length);
            Assert.Equal(_engine.SampleRateHz / 4, samples.Length - 1 - Array.FindLastIndex(samples, sample => sample != 0), 1.0);
        }

        // A period of the voice, and a few samples.
        Assert.InRange(lengths.Max() - lengths.Min(), 0, 300);
    }

    [Fact]
    public void Lists_more_than_a_hundred_voices_each_under_its_own_id()
    {
        Assert.True(_engine.Voices.Count > 100, $"{_engine.Voices.Count} voices");
        Assert.Equal(_engine.Voices.Count, _engine.Voices.Select(voice => voice.Id).Distinct().Count());
        Assert.All(["en-us", "en-gb", "de", "fr-fr", "hi", "ar", "cmn", "ja", "el"], id =>
            Assert.Contains(_engine.Voices, voice => voice.Id == id));
    }

    [Fact]
    public async Task Every_voice_that_is_listed_can_speak()
    {
        foreach (var voice in _engine.Voices)
        {
            var sink = new RecordingSink();
            var result = await _engine.SynthesizeAsync(new SynthesisRequest("1 2 3 a e i o u ᏣᎳᎩ", voice.Id, 1), deadlineMs: 0, sink, CancellationToken.None);
            Assert.True(result.Status == SynthesisStatus.Completed && sink.Samples.Length > 1000, $"{voice.Id}: {result}");
        }
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task The_speaking_rate_changes_the_duration_by_its_factor(double rate)
    {
        var normal = await SpeakAsync(new SynthesisRequest(Sentence, "en-us", 1));
        var changed = await SpeakAsync(new SynthesisRequest(Sentence, "en-us", rate));

        Assert.InRange((double)normal.Length / changed.Length, rate * 0.8, rate * 1.25);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(3)]
    public async Task Whoever_has_had_samples_has_had_their_marks(double rate)
    {
        var sink = new RecordingSink();
        await _engine.SynthesizeAsync(new SynthesisRequest(Sentence, "en-us", rate), deadlineMs: 0, sink, CancellationToken.None);

        Assert.InRange(sink.Blocks, 2, int.MaxValue);
        Assert.Equal((13, 0), (sink.Marks.Count, sink.LateMarks));
    }

    [Fact]
    public async Task Marks_point_at_each_word_in_order_of_text_and_time()
    {
        const string text = "Grüße 🎧 aus Köln, sagt Ömer.";
        var sink = new RecordingSink();
        await _engine.SynthesizeAsync(new SynthesisRequest(text, "de", 1), deadlineMs: 0, sink, CancellationToken.None);

        var words = sink.Marks.Where(mark => mark.Kind == MarkKind.Word).ToList();
        Assert.Equal(
            ["Grüße", "aus", "Köln", "sagt", "Ömer"],
            words.Select(mark => text.Substring(mark.TextOffset, mark.TextLength)).Where(word => char.IsLetter(word[0])));
        Assert.Equal(words.OrderBy(mark => mark.SampleOffset), words);
        Assert.InRange(words[^1].SampleOffset, 1, sink.Samples.Length);
    }

    [Fact]
    public async Task Cancelling_ends_the_call_and_frees_the_worker()
    {
        using var cancel = new CancellationTokenSource();
        var began = new TaskCompletionSource();
        var long_text = string.Join(' ', Enumerable.Repeat(Sentence, 200));
        var call = _engine.SynthesizeAsync(
            new SynthesisRequest(long_text, "en-us", 0.25), deadlineMs: 0, new RecordingSink(began.SetResult), cancel.Token);
        await began.Task;
        var started = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();

        Assert.Equal(SynthesisStatus.Cancelled, (await call).Status);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SpeakAsync(new SynthesisRequest("Next.", "en-us", 1))));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2), "the worker went on with what was cancelled");
        Assert.Equal((4, 3), (_engine.Statistics.Syntheses, _engine.Statistics.WorkerSyntheses));
        Assert.Equal(0, _engine.Statistics.WorkerCrashes);
    }

    [Fact]
    public void All_threads_of_a_worker_give_way_to_others()
    {
        var usual = NicenessOf("/proc/self/task/" + Environment.ProcessId);
        var workers = _engine.WorkerProcessIds.SelectMany(worker => Directory.GetDirectories($"/proc/{worker}/task")).ToArray();

        Assert.NotEmpty(workers);
        Assert.All(workers, thread => Assert.Equal(usual + new SpeechWorkerOptions().Niceness, NicenessOf(thread)));

        static int NicenessOf(string thread)
        {
            var stat = File.ReadAllText($"{thread}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task A_worker_killed_while_it_speaks_costs_the_listener_nothing()
    {
        var text = string.Join(' ', Enumerable.Repeat(Sentence, 20));
        var request = new SynthesisRequest(text, "en-us", 0.25);
        var undisturbed = await SpeakAsync(request);

        var sink = new RecordingSink(() => Assert.All(_engine.WorkerProcessIds.ToList(), Kill));
        var result = await _engine.SynthesizeAsync(request, deadlineMs: 0, sink, CancellationToken.None);

        Assert.Equal(SynthesisStatus.Completed, result.Status);
        Assert.InRange(sink.Samples.Length - undisturbed.Length, -1000, 1000);
        Assert.True(LargestStep(sink.Samples) <= LargestStep(undisturbed) * 1.2, "there is a click at the seam");
        Assert.True(_engine.Statistics.WorkerCrashes >= 1);
        Assert.Equal(sink.Marks.Count, sink.Marks.Distinct().Count());
    }

    [Fact]
    public async Task A_text_that_brings_two_workers_down_is_refused_until_its_time_has_passed()
    {
        await using var engine = NewEngine(
            new SpeechWorkerOptions { Workers = 1, Spares = 1, RejectionSeconds = 60 }, _clock);
        await engine.StartAsync(CancellationToken.None);
        var request = new SynthesisRequest(string.Join(' ', Enumerable.Repeat(Sentence, 100)), "en-us", 0.25);
        var sink = new KillingSink(engine);
        Assert.Equal(SynthesisStatus.TextRejected, (await engine.SynthesizeAsync(request, deadlineMs: 0, sink, CancellationToken.None)).Status);

        // Each death is noticed by itself; and a leap in time would end the patience with workers that are just being started.
        await Eventually.TrueAsync(
            () => engine.Statistics.WorkerCrashes == sink.Killed.Count && engine.Statistics.WorkerRestarts == sink.Killed.Count,
            TimeSpan.FromSeconds(30),
            () => $"{engine.Statistics}, {sink.Killed.Count} killed");
        var again = await engine.SynthesizeAsync(request, deadlineMs: 0, new RecordingSink(), CancellationToken.None);
        Assert.Equal(SynthesisStatus.TextRejected, again.Status);
        Assert.Equal(sink.Killed.Count, engine.Statistics.WorkerCrashes);
        _clock.Advance(TimeSpan.FromSeconds(61));
        var later = await engine.SynthesizeAsync(request, deadlineMs: 0, new RecordingSink(), CancellationToken.None);
        Assert.Equal(SynthesisStatus.Completed, later.Status);
    }

    [Fact]
    public async Task Without_its_worker_it_says_what_is_missing()
    {
        await using var engine = NewEngine(new SpeechWorkerOptions { WorkerPath = "nowhere.dll" }, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<FileNotFoundException>(() => engine.StartAsync(CancellationToken.None));
        Assert.Contains("SpeechWorkers:WorkerPath", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hi")]
    [InlineData("ar")]
    [InlineData("cmn")]
    [InlineData("ja")]
    [InlineData("en-us")]
    public async Task Whatever_the_text_there_is_an_answer(string voice)
    {
        var random = new Random(voice.Length * 7919);
        for (var i = 0; i < 60; i++)
        {
            var text = RandomText(random);
            var result = await _engine.SynthesizeAsync(
                new SynthesisRequest(text, voice, 1), deadlineMs: 0, new RecordingSink(), CancellationToken.None);
            Assert.True(
                result.Status is SynthesisStatus.Completed or SynthesisStatus.TextRejected, $"{voice} {i}: {result}");
        }
    }

    private async Task<short[]> SpeakAsync(SynthesisRequest request)
    {
        var sink = new RecordingSink();
        var result = await _engine.SynthesizeAsync(request, deadlineMs: 0, sink, CancellationToken.None);
        Assert.Equal(SynthesisStatus.Completed, result.Status);
        return sink.Samples;
    }

    private static EspeakEngine NewEngine(SpeechWorkerOptions options, TimeProvider time) =>
        new(Options.Create(options), time, NullLogger<EspeakEngine>.Instance);

    private static int FirstAudible(short[] samples) => Array.FindIndex(samples, sample => Math.Abs((int)sample) > 300);

    private static int LargestStep(short[] samples) => samples.Zip(samples.Skip(1), (a, b) => Math.Abs(a - b)).Max();

    private static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It was killed before and has ended meanwhile.
        }
    }

    private static string RandomText(Random random)
    {
        var text = new System.Text.StringBuilder();
        var length = random.Next(1, 60);
        for (var i = 0; i < length; i++)
        {
            var (from, to) = random.Next(8) switch
            {
                0 => (0x0900, 0x0980),
                1 => (0x0600, 0x0700),
                2 => (0x4E00, 0x9FFF),
                3 => (0x3040, 0x3100),
                4 => (0x1F300, 0x1F700),
                5 => (0x0000, 0x0300),
                6 => (0x2000, 0x2100),
                _ => (0x0020, 0x007F),
            };
            text.Append(char.ConvertFromUtf32(random.Next(from, to)));
        }

        return text.ToString();
    }

    private sealed class KillingSink(EspeakEngine engine) : ISynthesisSink
    {
        public HashSet<int> Killed { get; } = [];

        public void OnAudio(byte[] pcm)
        {
            foreach (var id in engine.WorkerProcessIds.ToList())
            {
                Kill(id);
                Killed.Add(id);
            }
        }

        public void OnMark(SpeechMark mark)
        {
        }
    }
}
