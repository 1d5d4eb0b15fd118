using System.Runtime.InteropServices;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Speech.Engines;

/// <summary>Keeps what an engine hands out, and tells when the first of it has come.</summary>
internal sealed class RecordingSink(Action? onFirstAudio = null) : ISynthesisSink
{
    private readonly List<byte> _pcm = [];

    public List<SpeechMark> Marks { get; } = [];

    public int Blocks { get; private set; }

    /// <summary>Of the marks, those that came behind the samples at which they point.</summary>
    public int LateMarks { get; private set; }

    public short[] Samples => MemoryMarshal.Cast<byte, short>(_pcm.ToArray()).ToArray();

    public void OnAudio(byte[] pcm)
    {
        _pcm.AddRange(pcm);
        if (Blocks++ == 0)
            onFirstAudio?.Invoke();
    }

    public void OnMark(SpeechMark mark)
    {
        LateMarks += mark.SampleOffset * sizeof(short) < _pcm.Count ? 1 : 0;
        Marks.Add(mark);
    }
}
