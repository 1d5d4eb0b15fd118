using System.Runtime.InteropServices;

namespace Speeko.Speech.Audio;

/// <summary>A sound that may be begun anew in the middle, and goes on where it had broken off.</summary>
public sealed class ResumedAudio
{
    private AudioSeam? _seam;
    private short[] _tail = [];
    private long _delivered;

    /// <summary>The next samples come from a new attempt, from its start.</summary>
    public void Restart() => _seam = _delivered > 0 ? new AudioSeam(_tail, _delivered) : null;

    /// <summary>What of the next samples is new; in an array of its own only where something had to be joined.</summary>
    public byte[] Add(byte[] pcm) => Deliver(_seam?.Add(pcm) ?? pcm);

    /// <summary>Nothing more comes: what is left behind the seam, however little it is.</summary>
    public byte[] End() => Deliver(_seam?.End() ?? []);

    private byte[] Deliver(byte[] pcm)
    {
        var samples = MemoryMarshal.Cast<byte, short>(pcm.AsSpan());
        _delivered += samples.Length;
        _tail = samples.Length >= AudioSeam.Overlap
            ? samples[^AudioSeam.Overlap..].ToArray()
            : [.. _tail[Math.Max(0, _tail.Length + samples.Length - AudioSeam.Overlap)..], .. samples];
        return pcm;
    }
}
