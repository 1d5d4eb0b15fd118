using Speeko.Speech.Segmentation;

namespace Speeko.Speech.Worker;

/// <summary>
/// The samples of one sentence on their way to whoever listens: stretched where the engine itself can't speak as fast or as slowly,
/// and with an end that does not depend on chance. The engine leaves 7 to 50 ms of silence behind a sentence, as it happens; what
/// separates sentences it puts only between those that it is given together, and it is given one at a time.
/// </summary>
/// <param name="job">The sentence.</param>
/// <param name="pace">At which it is spoken.</param>
/// <param name="stretch">Null where nothing is left to be made up for.</param>
/// <param name="listener">Gets the samples.</param>
/// <param name="sampleRateHz">Of the engine.</param>
internal sealed class SentenceSound(Job job, Pace pace, IStretch? stretch, ISpeaking listener, int sampleRateHz)
{
    /// <summary>Behind a full stop, at normal speed. The engine's own pause between two sentences is a third of a second.</summary>
    public const int PauseMs = 250;

    /// <summary>What the engine leaves at least, also where text was cut without a stop.</summary>
    public const int ShortestEndMs = 7;

    private int _heldBack;
    private bool _hasSound;

    /// <summary>Silence at the end is held back until it turns out to be in the middle.</summary>
    public void Add(ReadOnlySpan<short> samples)
    {
        var sound = samples.TrimEnd((short)0);
        if (sound.Length > 0)
        {
            Silence(_heldBack);
            Emit(sound);
            (_heldBack, _hasSound) = (0, true);
        }

        _heldBack += samples.Length - sound.Length;
    }

    public void End()
    {
        var endMs = SentenceEnd.IsIn(job.Text) ? PauseMs : ShortestEndMs;
        Silence(_hasSound ? pace.Samples(endMs, sampleRateHz) : _heldBack);
        if (stretch is not null)
            Deliver(stretch.End());
    }

    private void Silence(int samples)
    {
        if (samples > 0)
            Emit(new short[samples]);
    }

    private void Emit(ReadOnlySpan<short> samples) => Deliver(stretch is null ? samples : stretch.Change(samples));

    private void Deliver(ReadOnlySpan<short> samples)
    {
        listener.Audio(samples);
        job.MadeMs += samples.Length * 1000L / sampleRateHz;
    }
}
