using System.Runtime.InteropServices;
using Speeko.Speech.Engines;

namespace Speeko.Benchmarks.Clauses;

/// <summary>A text as the engine spoke it, and what can be told of it by looking at its samples.</summary>
internal sealed class Spoken(short[] samples, List<SpeechMark> marks, int rateHz)
{
    private const int Audible = 300;
    private const double LowestHz = 60;
    private const double HighestHz = 300;

    public short[] Samples => samples;

    public static async Task<Spoken> ByAsync(ISpeechEngine engine, string text)
    {
        var sink = new Sink();
        var result = await engine.SynthesizeAsync(new SynthesisRequest(text, "en-us", 1), deadlineMs: 0, sink, CancellationToken.None);
        return result.Status == SynthesisStatus.Completed
            ? new Spoken(MemoryMarshal.Cast<byte, short>(sink.Pcm.ToArray()).ToArray(), sink.Marks, engine.SampleRateHz)
            : throw new InvalidOperationException($"{text}: {result}");
    }

    public double Ms(int count) => count * 1000.0 / rateHz;

    /// <summary>Where the word at this offset begins.</summary>
    public int StartOf(int textOffset) =>
        (int)marks.Where(mark => mark.Kind == MarkKind.Word).MinBy(mark => Math.Abs(mark.TextOffset - textOffset)).SampleOffset;

    /// <summary>Behind the last sound before there.</summary>
    public int EndBefore(int position)
    {
        // A mark may point into the first sound of its word.
        while (position > 0 && IsAudible(position - 1))
            position--;
        while (position > 0 && !IsAudible(position - 1))
            position--;
        return position;
    }

    /// <summary>The first sound from there on.</summary>
    public int SoundFrom(int position)
    {
        while (position < samples.Length && !IsAudible(position))
            position++;
        return position;
    }

    /// <summary>Fundamental frequency in the 300 ms before there, by autocorrelation: the median of its voiced windows of 40 ms.</summary>
    public double PitchBefore(int position)
    {
        var (window, pitches) = (rateHz / 25, new List<double>());
        for (var start = Math.Max(0, position - (rateHz * 3 / 10)); start + (2 * window) <= position; start += window / 2)
        {
            if (Pitch(samples.AsSpan(start, 2 * window), window) is { } pitch)
                pitches.Add(pitch);
        }

        return pitches.Count == 0 ? double.NaN : pitches.Order().ElementAt(pitches.Count / 2);
    }

    /// <summary>Ten milliseconds decide, for a wave goes through zero.</summary>
    private bool IsAudible(int position)
    {
        var end = Math.Min(samples.Length, position + (rateHz / 200));
        for (var i = Math.Max(0, position - (rateHz / 200)); i < end; i++)
        {
            if (Math.Abs((int)samples[i]) > Audible)
                return true;
        }

        return false;
    }

    private double? Pitch(ReadOnlySpan<short> wave, int window)
    {
        var (best, bestLag) = (0.0, 0);
        for (var lag = (int)(rateHz / HighestHz); lag <= Math.Min(window, rateHz / LowestHz); lag++)
        {
            double both = 0, one = 0, other = 0;
            for (var i = 0; i < window; i++)
            {
                both += (double)wave[i] * wave[i + lag];
                one += (double)wave[i] * wave[i];
                other += (double)wave[i + lag] * wave[i + lag];
            }

            var likeness = both / Math.Sqrt((one * other) + 1);
            if (likeness > best)
                (best, bestLag) = (likeness, lag);
        }

        return best > 0.8 ? (double)rateHz / bestLag : null;
    }

    private sealed class Sink : ISynthesisSink
    {
        public List<byte> Pcm { get; } = [];

        public List<SpeechMark> Marks { get; } = [];

        public void OnAudio(byte[] pcm) => Pcm.AddRange(pcm);

        public void OnMark(SpeechMark mark) => Marks.Add(mark);
    }
}
