using System.ComponentModel.DataAnnotations;

namespace Speeko.Grains.Segments;

public sealed class SegmentMemoryOptions
{
    public const string Section = "SegmentMemory";

    /// <summary>Finished audio that a silo keeps, in bytes; past it what was used longest ago goes. 1 MiB to 64 GiB.</summary>
    [Range(1L << 20, 1L << 36)]
    public long MaxBytes { get; set; } = 24L << 20;
}
