using System.Runtime.InteropServices;
using Speeko.Speech.Audio;
using Speeko.Speech.Segmentation;

namespace Speeko.Grains.Sessions;

/// <summary>
/// A sentence being spoken. Of one whose silo was lost on the way the listener has had a part: only the rest is new to it, and
/// as an engine does not repeat itself to the sample, the rest is joined where it fits best.
/// </summary>
internal sealed class SpokenSentence(Sentence sentence, (int Bytes, ReadOnlyMemory<byte> Tail) heard)
{
    private readonly AudioSeam? _seam = heard.Bytes == 0
        ? null
        : new AudioSeam(MemoryMarshal.Cast<byte, short>(heard.Tail.Span).ToArray(), heard.Bytes / sizeof(short));

    public Sentence Sentence => sentence;

    /// <summary>Of samples, sent so far.</summary>
    public int Bytes { get; set; } = heard.Bytes;

    /// <summary>What of the next block is new to the listener.</summary>
    public ReadOnlyMemory<byte> NewOf(ReadOnlyMemory<byte> block) => _seam is null ? block : _seam.Add(block.ToArray());

    /// <summary>What is left behind the last block.</summary>
    public ReadOnlyMemory<byte> RestOfNew() => _seam is null ? default : _seam.End();
}
