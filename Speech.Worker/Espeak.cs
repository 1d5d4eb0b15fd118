using System.Runtime.InteropServices;
using System.Text;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Speech.Worker;

/// <summary>One espeak-ng. It speaks one job at a time, on the thread that asks for it.</summary>
internal sealed unsafe class Espeak
{
    /// <summary>Asked of the engine; it decides when the first samples come.</summary>
    private const int BufferMs = 60;

    public const string DefaultVoice = "en-us";

    /// <summary>Whose samples the engine brings: it calls back on the thread that had it speak.</summary>
    [ThreadStatic]
    private static Espeak? _speaks;

    private readonly EspeakLibrary _library;
    private int _wordsPerMinute;
    private Speaking? _speaking;

    public Espeak(EspeakLibrary library)
    {
        _library = library;
        SampleRateHz = library.Initialize(EspeakLibrary.OutputSynchronous, BufferMs, 0, 0);
        if (SampleRateHz <= 0)
            throw new IOException("espeak-ng does not find its data.");
        library.SetSynthCallback(&OnSamples);
        // The first choice of a voice takes the engine longer than any later one.
        SelectVoice(DefaultVoice);
    }

    public int SampleRateHz { get; }

    /// <summary>The voice that it spoke with last.</summary>
    public string Voice { get; private set; } = "";

    public WorkerHello Hello => new(
        Marshal.PtrToStringUTF8(_library.Info(null)) ?? "", SampleRateHz, EspeakVoices.List(_library));

    public JobStatus Speak(Job job, ISpeaking listener)
    {
        if (!SelectVoice(job.Voice))
            return JobStatus.Failed;
        var pace = Pace.Of(job.Rate);
        if (!SelectPace(pace.WordsPerMinute))
            return JobStatus.Failed;

        using var stretch = pace.Remainder == 1 ? null : new Sonic(SampleRateHz, pace.Remainder);
        var sound = new SentenceSound(job, pace, stretch, listener, SampleRateHz);
        _speaking = new Speaking(job, sound, stretch?.Speed ?? 1, listener);
        _speaks = this;
        var text = Encoding.UTF8.GetBytes(job.Text.Replace('\0', ' ') + '\0');
        int result;
        fixed (byte* start = text)
        {
            result = _library.Synth(
                start, (nuint)text.Length, 0, EspeakLibrary.PositionCharacter, 0, EspeakLibrary.CharsUtf8, null, null);
        }

        if (job.IsCancelled)
            return JobStatus.Cancelled;
        if (result != 0)
            return JobStatus.Failed;
        sound.End();
        return JobStatus.Complete;
    }

    [UnmanagedCallersOnly]
    private static int OnSamples(short* samples, int count, EspeakLibrary.Event* events) =>
        _speaks!.Take(samples, count, events) ? 0 : 1;

    private bool Take(short* samples, int count, EspeakLibrary.Event* events)
    {
        var (job, sound, speed, listener) = _speaking!;
        if (job.IsCancelled)
            return false;

        // First: who has had the samples has had the marks that point at them, wherever it breaks off.
        for (; events->Type != EspeakLibrary.EventListTerminated; events++)
        {
            if (IsMark(*events))
                listener.Mark(MarkOf(events, job, speed));
        }

        if (samples is not null && count > 0)
            sound.Add(new ReadOnlySpan<short>(samples, count));
        return listener.GoOn();
    }

    /// <summary>Behind its last word the engine tells of one more that has no letters.</summary>
    private static bool IsMark(EspeakLibrary.Event found) =>
        found.Type == EspeakLibrary.EventSentence || (found.Type == EspeakLibrary.EventWord && found.Length > 0);

    private SpeechMark MarkOf(EspeakLibrary.Event* found, Job job, double speed)
    {
        var start = TextPosition.ToUtf16(job.Text, found->TextPosition - 1);
        var end = TextPosition.ToUtf16(job.Text, found->TextPosition - 1 + found->Length);
        return new SpeechMark(
            found->Type == EspeakLibrary.EventWord ? MarkKind.Word : MarkKind.Sentence,
            start,
            end - start,
            (long)(found->AudioPosition * (long)SampleRateHz / 1000 / speed));
    }

    private bool SelectVoice(string voice)
    {
        if (voice == Voice)
            return true;
        fixed (byte* name = Encoding.UTF8.GetBytes(voice + '\0'))
        {
            if (_library.SetVoiceByName(name) != 0)
                return false;
        }

        Voice = voice;
        // A voice brings its own pace.
        _wordsPerMinute = 0;
        return true;
    }

    private bool SelectPace(int wordsPerMinute)
    {
        if (wordsPerMinute == _wordsPerMinute)
            return true;
        if (_library.SetParameter(EspeakLibrary.ParameterRate, wordsPerMinute, 0) != 0)
            return false;
        _wordsPerMinute = wordsPerMinute;
        return true;
    }

    private sealed record Speaking(Job Job, SentenceSound Sound, double Speed, ISpeaking Listener);
}
