using System.Runtime.InteropServices;

namespace Speeko.Speech.Audio;

/// <summary>
/// Joins a second attempt at a sound to where the first one broke off. An engine never makes the same samples twice, so they
/// are joined where the second fits the first best, and what step remains is faded out.
/// </summary>
/// <param name="tail">The last samples of the first attempt, at most <see cref="Overlap"/>; none where they are not known.</param>
/// <param name="resumeAt">Samples that the first attempt had.</param>
public sealed class AudioSeam(short[] tail, long resumeAt)
{
    /// <summary>Samples that are compared to find the place: 12 ms, a period of a deep voice.</summary>
    public const int Overlap = 256;

    /// <summary>How far from its nominal place the seam may lie, in samples; the engine varies by about ten.</summary>
    private const int Reach = 128;

    /// <summary>Over how many samples the remaining step is faded out: 3 ms.</summary>
    private const int Fade = 64;

    private readonly List<short> _search = [];
    private long _heard;
    private bool _isJoined;

    /// <summary>Samples of the first attempt before those that are searched for the seam.</summary>
    private long RegionStart => Math.Max(0, resumeAt - Overlap - Reach);

    /// <summary>Takes samples of the second attempt, from its start on; returns those behind the seam.</summary>
    public byte[] Add(byte[] pcm)
    {
        if (_isJoined)
            return pcm;

        // Skip up to the region in which the seam will lie, then gather that region.
        var samples = MemoryMarshal.Cast<byte, short>(pcm.AsSpan());
        var skip = (int)Math.Clamp(RegionStart - _heard, 0, samples.Length);
        _heard += samples.Length;
        CollectionsMarshal.SetCount(_search, _search.Count + samples.Length - skip);
        samples[skip..].CopyTo(CollectionsMarshal.AsSpan(_search)[^(samples.Length - skip)..]);
        return _heard >= resumeAt + Reach ? Join() : [];
    }

    /// <summary>No more samples come: what is left behind the seam, however little it is.</summary>
    public byte[] End() =>
        !_isJoined && _search.Count >= FirstSeam((int)(resumeAt - RegionStart)) ? Join() : [];

    private int FirstSeam(int nominal) => Math.Max(tail.Length, nominal - Reach);

    private byte[] Join()
    {
        var region = CollectionsMarshal.AsSpan(_search);
        var seam = BestSeam(region, nominal: (int)(resumeAt - RegionStart));
        var rest = region[seam..].ToArray();
        if (tail.Length > 0 && seam > 0)
        {
            // The step between the last sample heard and the one that would have stood here.
            var step = tail[^1] - region[seam - 1];
            for (var i = 0; i < Math.Min(Fade, rest.Length); i++)
                rest[i] = (short)Math.Clamp(rest[i] + (step * (Fade - i) / Fade), short.MinValue, short.MaxValue);
        }

        _isJoined = true;
        _search.Clear();
        return MemoryMarshal.AsBytes(rest.AsSpan()).ToArray();
    }

    /// <summary>
    /// Where the samples before the seam are most like the last that were heard; among equals, as in silence, the nearest to
    /// where it should be.
    /// </summary>
    private int BestSeam(ReadOnlySpan<short> region, int nominal)
    {
        var (best, bestDistance) = (Math.Min(nominal, region.Length), long.MaxValue);
        for (var seam = FirstSeam(nominal); seam <= Math.Min(region.Length, nominal + Reach); seam++)
        {
            var before = region.Slice(seam - tail.Length, tail.Length);
            long distance = 0;
            for (var i = 0; i < tail.Length; i++)
                distance += Math.Abs(before[i] - tail[i]);
            if (distance < bestDistance || (distance == bestDistance && Math.Abs(seam - nominal) < Math.Abs(best - nominal)))
                (best, bestDistance) = (seam, distance);
        }

        return best;
    }
}
