using System.Runtime.InteropServices;
using System.Text;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Speech.Worker;

/// <summary>
/// The one espeak-ng of this process; its state is global, and so is that of this class. One thread speaks,
/// another may cancel.
/// </summary>
internal sealed unsafe class Espeak
{
    /// <summary>Asked of the engine; it decides when the first samples come.</summary>
    private const int BufferMs = 60;

    public const string DefaultVoice = "en-us";

    private static Espeak? _instance;

    private readonly WorkerOutput _output;
    private readonly int _sampleRateHz;
    private readonly string _version;
    private string? _voice;
    private int _wordsPerMinute;
    private int _cancelled;
    private Speaking _speaking = Speaking.Nothing;

    private Espeak(WorkerOutput output, int sampleRateHz, string version) =>
        (_output, _sampleRateHz, _version) = (output, sampleRateHz, version);


    public static Espeak Start(WorkerOutput output)
    {
        var rate = EspeakNative.Initialize(EspeakNative.OutputSynchronous, BufferMs, path: 0, options: 0);
        if (rate <= 0)
            throw new IOException("espeak-ng does not find its data.");
        EspeakNative.SetSynthCallback(&OnSamples);
        var version = Marshal.PtrToStringUTF8(EspeakNative.Info(null)) ?? "";
        return _instance = new Espeak(output, rate, version);
    }

    public ReadOnlyMemory<byte> Greet()
    {
        var writer = new MessageWriter();
        new WorkerHello(_version, _sampleRateHz, EspeakVoices.List()).Write(writer);
        return writer.End();
    }

    /// <summary>From any thread; the engine stops at its next block.</summary>
    public void Cancel(int job) => Volatile.Write(ref _cancelled, job);

    /// <param name="job">What to speak.</param>
    /// <param name="discard">The sound is not wanted, only that the engine has spoken.</param>
    public JobStatus Speak(Job job, bool discard)
    {
        if (!SelectVoice(job.Voice))
            return JobStatus.Failed;
        var pace = Pace.Of(job.Rate);
        if (!SelectPace(pace.WordsPerMinute))
            return JobStatus.Failed;

        using var stretch = pace.Remainder == 1 ? null : new Sonic(_sampleRateHz, pace.Remainder);
        _speaking = new Speaking(job, stretch, discard);
        var text = Encoding.UTF8.GetBytes(job.Text.Replace('\0', ' ') + '\0');
        int result;
        fixed (byte* start = text)
        {
            result = EspeakNative.Synth(
                start, (nuint)text.Length, 0, EspeakNative.PositionCharacter, 0, EspeakNative.CharsUtf8, null, null);
        }

        if (IsCancelled(job))
            return JobStatus.Cancelled;
        if (result != 0)
            return JobStatus.Failed;
        if (stretch is not null && !discard)
            _output.Audio(job.Id, stretch.End());
        return JobStatus.Complete;
    }

    [UnmanagedCallersOnly]
    private static int OnSamples(short* samples, int count, EspeakNative.Event* events) =>
        _instance!.Take(samples, count, events) ? 0 : 1;

    private bool Take(short* samples, int count, EspeakNative.Event* events)
    {
        var (job, stretch, discard) = _speaking;
        if (IsCancelled(job))
            return false;
        if (discard)
            return true;
        if (samples is not null && count > 0)
        {
            var block = new ReadOnlySpan<short>(samples, count);
            _output.Audio(job.Id, stretch is null ? block : stretch.Change(block));
        }

        for (; events->Type != EspeakNative.EventListTerminated; events++)
        {
            if (IsMark(*events))
                _output.Mark(job.Id, MarkOf(events, job, stretch?.Speed ?? 1));
        }

        return true;
    }

    /// <summary>Behind its last word the engine tells of one more that has no letters.</summary>
    private static bool IsMark(EspeakNative.Event found) =>
        found.Type == EspeakNative.EventSentence || (found.Type == EspeakNative.EventWord && found.Length > 0);

    private SpeechMark MarkOf(EspeakNative.Event* found, Job job, double speed)
    {
        var start = TextPosition.ToUtf16(job.Text, found->TextPosition - 1);
        var end = TextPosition.ToUtf16(job.Text, found->TextPosition - 1 + found->Length);
        return new SpeechMark(
            found->Type == EspeakNative.EventWord ? MarkKind.Word : MarkKind.Sentence,
            start,
            end - start,
            (long)(found->AudioPosition * (long)_sampleRateHz / 1000 / speed));
    }

    private bool SelectVoice(string voice)
    {
        if (voice == _voice)
            return true;
        if (EspeakNative.SetVoiceByName(voice) != 0)
            return false;
        _voice = voice;
        // A voice brings its own pace.
        _wordsPerMinute = 0;
        return true;
    }

    private bool SelectPace(int wordsPerMinute)
    {
        if (wordsPerMinute == _wordsPerMinute)
            return true;
        if (EspeakNative.SetParameter(EspeakNative.ParameterRate, wordsPerMinute, relative: 0) != 0)
            return false;
        _wordsPerMinute = wordsPerMinute;
        return true;
    }

    private bool IsCancelled(Job job) => Volatile.Read(ref _cancelled) == job.Id && job.Id != 0;

    private sealed record Speaking(Job Job, Sonic? Stretch, bool Discard)
    {
        public static readonly Speaking Nothing = new(new Job(0, 1, "", ""), null, true);
    }
}
