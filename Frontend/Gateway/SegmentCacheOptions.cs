using System.ComponentModel.DataAnnotations;

namespace Speeko.Frontend.Gateway;

public sealed class SegmentCacheOptions
{
    public const string Section = "SegmentCache";

    /// <summary>Bytes of finished sentences that this frontend keeps for its listeners, 1 MiB to 64 GiB.</summary>
    [Range(1L << 20, 64L << 30)]
    public long MaxBytes { get; set; } = 64 << 20;
}
