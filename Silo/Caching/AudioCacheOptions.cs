using System.ComponentModel.DataAnnotations;

namespace Speeko.Silo.Caching;

/// <summary>How finished audio is kept in Redis.</summary>
public sealed class AudioCacheOptions
{
    public const string Section = "AudioCache";

    /// <summary>
    /// A Redis of its own, as <c>host:port</c> with further StackExchange.Redis options behind it; for one that may throw away
    /// what it likes when it is full, which the cluster's must not. Empty: that of the cluster, over the same connection.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>How long Redis keeps a sentence after it was made, in seconds, 1 to 31,536,000.</summary>
    [Range(1, 31_536_000)]
    public int TtlSeconds { get; set; } = 86_400;

    /// <summary>
    /// Hedging: when Redis takes longer, an engine is asked too, and who has sound first is heard. In milliseconds, 1 to 10,000: a
    /// listener waits meanwhile.
    /// </summary>
    [Range(1, 10_000)]
    public int HedgeDelayMs { get; set; } = 50;

    /// <summary>Most bytes of one entry, 1 KiB to 256 MiB; a longer sentence is not kept. 2 MiB are 47 s of speech.</summary>
    [Range(1 << 10, 1 << 28)]
    public int MaxEntryBytes { get; set; } = 2 << 20;

    /// <summary>Audio that may wait to be written, in bytes, 64 KiB to 4 GiB; past it what comes is not kept.</summary>
    [Range(1L << 16, 1L << 32)]
    public long MaxPendingBytes { get; set; } = 64L << 20;

    /// <summary>How often a Redis that does not answer is asked whether it is back, in milliseconds, 10 to 60,000.</summary>
    [Range(10, 60_000)]
    public int ProbeMs { get; set; } = 500;
}
