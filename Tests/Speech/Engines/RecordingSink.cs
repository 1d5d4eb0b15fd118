using System.Runtime.InteropServices;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Speech.Engines;

/// <summary>Keeps what an engine hands out, and tells when the first of it has come.</summary>
internal sealed class RecordingSink(Action? onFirstAudio = null) : ISynthesisSink
{
    private readonly List<byte> _pcm = [];

    public List<SpeechMark> Marks { get; } = [];

    public int Blocks { get; private set; }

    public short[] Samples => MemoryMarshal.Cast<byte, short>(_pcm.ToArray()).ToArray();

    public void OnAudio(byte[] pcm)
    {
        _pcm.AddRange(pcm);
        if (Blocks++ == 0)
            onFirstAudio?.Invoke();
    }

    public void OnMark(SpeechMark mark) => Marks.Add(mark);
}
