using System.Runtime.InteropServices;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// Lets a second attempt go on where the first one broke off. An engine never makes the same samples twice, so
/// the second attempt is joined where it fits the first best, and what step remains is faded out.
/// </summary>
internal sealed class ResumingSink(ISynthesisSink sink) : ISynthesisSink
{
    /// <summary>Samples that are compared to find the place: 12 ms, a period of a deep voice.</summary>
    private const int Overlap = 256;

    /// <summary>How far from its nominal place the seam may lie, in samples; the engine varies by about ten.</summary>
    private const int Reach = 128;

    /// <summary>Over how many samples the remaining step is faded out: 3 ms.</summary>
    private const int Fade = 64;

    private readonly List<short> _search = [];
    private short[] _tail = [];
    private long _delivered;
    private long _marksDelivered;
    private long _resumeAt;
    private long _heard;
    private long _marksHeard;

    /// <summary>The next samples come from a new attempt, from its start.</summary>
    public void Restart()
    {
        (_heard, _marksHeard, _resumeAt) = (0, 0, _delivered);
        _search.Clear();
    }

    /// <summary>Nothing more comes: what is left behind the seam is delivered, however little it is.</summary>
    public void Complete()
    {
        if (_resumeAt > 0 && _search.Count >= FirstSeam((int)(_resumeAt - RegionStart)))
            Join();
    }

    public void OnMark(SpeechMark mark)
    {
        if (_marksHeard++ < _marksDelivered)
            return;
        _marksDelivered++;
        sink.OnMark(mark);
    }

    public void OnAudio(byte[] pcm)
    {
        if (_resumeAt == 0)
        {
            Deliver(pcm);
            return;
        }

        // Skip up to the region in which the seam will lie, then gather that region.
        var samples = MemoryMarshal.Cast<byte, short>(pcm.AsSpan());
        var skip = (int)Math.Clamp(RegionStart - _heard, 0, samples.Length);
        _heard += samples.Length;
        CollectionsMarshal.SetCount(_search, _search.Count + samples.Length - skip);
        samples[skip..].CopyTo(CollectionsMarshal.AsSpan(_search)[^(samples.Length - skip)..]);
        if (_heard >= _resumeAt + Reach)
            Join();
    }

    /// <summary>Samples of the attempt before those that are searched for the seam.</summary>
    private long RegionStart => Math.Max(0, _resumeAt - Overlap - Reach);

    private int FirstSeam(int nominal) => Math.Max(_tail.Length, nominal - Reach);

    private void Join()
    {
        var region = CollectionsMarshal.AsSpan(_search);
        var seam = BestSeam(region, nominal: (int)(_resumeAt - RegionStart));
        var rest = region[seam..].ToArray();
        if (_tail.Length > 0 && seam > 0)
        {
            // The step between the last sample heard and the one that would have stood here.
            var step = _tail[^1] - region[seam - 1];
            for (var i = 0; i < Math.Min(Fade, rest.Length); i++)
                rest[i] = (short)Math.Clamp(rest[i] + (step * (Fade - i) / Fade), short.MinValue, short.MaxValue);
        }

        _resumeAt = 0;
        _search.Clear();
        Deliver(MemoryMarshal.AsBytes(rest.AsSpan()).ToArray());
    }

    /// <summary>
    /// Where the samples before the seam are most like the last that were delivered; among equals, as in silence, the
    /// nearest to where it should be.
    /// </summary>
    private int BestSeam(ReadOnlySpan<short> region, int nominal)
    {
        var (best, bestDistance) = (nominal, long.MaxValue);
        for (var seam = FirstSeam(nominal); seam <= Math.Min(region.Length, nominal + Reach); seam++)
        {
            var before = region.Slice(seam - _tail.Length, _tail.Length);
            long distance = 0;
            for (var i = 0; i < _tail.Length; i++)
                distance += Math.Abs(before[i] - _tail[i]);
            if (distance < bestDistance || (distance == bestDistance && Math.Abs(seam - nominal) < Math.Abs(best - nominal)))
                (best, bestDistance) = (seam, distance);
        }

        return best;
    }

    private void Deliver(byte[] pcm)
    {
        if (pcm.Length == 0)
            return;
        var samples = MemoryMarshal.Cast<byte, short>(pcm.AsSpan());
        _delivered += samples.Length;
        _tail = samples.Length >= Overlap
            ? samples[^Overlap..].ToArray()
            : [.. _tail[Math.Max(0, _tail.Length + samples.Length - Overlap)..], .. samples];
        sink.OnAudio(pcm);
    }
}
