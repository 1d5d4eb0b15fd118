using System.Runtime.InteropServices;
using Speeko.Speech.Audio;

namespace Speeko.Speech.Engines.Workers;

/// <summary>Lets a second attempt go on where the first one broke off.</summary>
internal sealed class ResumingSink(ISynthesisSink sink) : ISynthesisSink
{
    private AudioSeam? _seam;
    private short[] _tail = [];
    private long _delivered;
    private long _marksDelivered;
    private long _marksHeard;

    /// <summary>The next samples come from a new attempt, from its start.</summary>
    public void Restart()
    {
        _marksHeard = 0;
        _seam = _delivered > 0 ? new AudioSeam(_tail, _delivered) : null;
    }

    /// <summary>Nothing more comes: what is left behind the seam is delivered, however little it is.</summary>
    public void Complete() => Deliver(_seam?.End() ?? []);

    public void OnMark(SpeechMark mark)
    {
        if (_marksHeard++ < _marksDelivered)
            return;
        _marksDelivered++;
        sink.OnMark(mark);
    }

    public void OnAudio(byte[] pcm) => Deliver(_seam?.Add(pcm) ?? pcm);

    private void Deliver(byte[] pcm)
    {
        if (pcm.Length == 0)
            return;
        var samples = MemoryMarshal.Cast<byte, short>(pcm.AsSpan());
        _delivered += samples.Length;
        _tail = samples.Length >= AudioSeam.Overlap
            ? samples[^AudioSeam.Overlap..].ToArray()
            : [.. _tail[Math.Max(0, _tail.Length + samples.Length - AudioSeam.Overlap)..], .. samples];
        sink.OnAudio(pcm);
    }
}
