using System.Collections.Concurrent;
using System.Threading.Channels;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>
/// An engine whose sound follows from the text alone, so that a test knows every byte; and, where a text is held, an engine
/// that waits for the test's word after each block. One instance serves all silos of a test cluster.
/// </summary>
internal sealed class ScriptedEngine(int concurrency = 64) : ISpeechEngine
{
    public const int BytesPerCharacter = 512;

    private const int MaxBlockBytes = 64 << 10;

    private readonly Channel<HeldSynthesis> _held = Channel.CreateUnbounded<HeldSynthesis>();
    private readonly ConcurrentQueue<string> _spoken = new();
    private long _syntheses;

    public Func<string, bool> IsHeld { get; set; } = _ => false;

    /// <summary>Whether it tells where words start, and not only sentences.</summary>
    public bool MarksWords { get; set; }

    /// <summary>Called when a synthesis begins, with its text.</summary>
    public Action<string>? Began { get; set; }

    /// <summary>The texts in the order in which they were begun.</summary>
    public IReadOnlyCollection<string> Spoken => _spoken;

    public string Version => "scripted 1";

    public int SampleRateHz => 22050;

    public int Concurrency => concurrency;

    public IReadOnlyList<Voice> Voices { get; } =
    [
        new("en-us", "English", ["en-us", "en"], VoiceGender.Male, "scripted"),
        new("de", "German", ["de"], VoiceGender.Female, "scripted"),
    ];

    public EngineStatistics Statistics => new(Interlocked.Read(ref _syntheses), 0, 0, 0);

    /// <summary>What a listener of these sentences hears.</summary>
    public static byte[] Sound(params string[] sentences) =>
        [.. sentences.SelectMany(sentence => Block(sentence, 0, sentence.Length * BytesPerCharacter))];

    /// <summary>The next synthesis of a held text, when it begins.</summary>
    public ValueTask<HeldSynthesis> NextHeldAsync(CancellationToken cancellationToken) =>
        _held.Reader.ReadAsync(cancellationToken);

    /// <summary>Completes when a held synthesis has begun that was not asked for yet.</summary>
    public Task WhenHeldAsync() => _held.Reader.WaitToReadAsync().AsTask();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<SynthesisResult> SynthesizeAsync(
        SynthesisRequest request, long deadlineMs, ISynthesisSink sink, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _syntheses);
        _spoken.Enqueue(request.Text);
        Began?.Invoke(request.Text);
        sink.OnMark(new SpeechMark(MarkKind.Sentence, 0, request.Text.Length, 0));
        if (MarksWords)
            MarkWords(request.Text, sink);
        if (!IsHeld(request.Text))
        {
            var bytes = request.Text.Length * BytesPerCharacter;
            for (var from = 0; from < bytes; from += MaxBlockBytes)
                sink.OnAudio(Block(request.Text, from, Math.Min(MaxBlockBytes, bytes - from)));
            return SynthesisResult.Completed;
        }

        var held = new HeldSynthesis(request.Text, sink);
        await _held.Writer.WriteAsync(held, CancellationToken.None);
        return await held.EndAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void MarkWords(string text, ISynthesisSink sink)
    {
        var start = 0;
        foreach (var word in text.Split(' '))
        {
            sink.OnMark(new SpeechMark(MarkKind.Word, start, word.Length, start * BytesPerCharacter / 2));
            start += word.Length + 1;
        }
    }

    public static byte[] Block(string text, int from, int count)
    {
        var block = new byte[count];
        for (var i = 0; i < count; i++)
            block[i] = (byte)(text[(from + i) / BytesPerCharacter] + ((from + i) * 31));
        return block;
    }
}
