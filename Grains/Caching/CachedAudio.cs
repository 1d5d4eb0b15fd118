using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Grains.Caching;

/// <summary>A whole segment.</summary>
/// <param name="Blocks">Consecutive samples (s16le mono, at the engine's rate), at most 64 KiB each; not to be written to.</param>
/// <param name="Marks">In the order of the engine.</param>
public sealed record CachedAudio(IReadOnlyList<byte[]> Blocks, IReadOnlyList<SegmentMark> Marks)
{
    public int PcmBytes => Blocks.Sum(block => block.Length);
}
