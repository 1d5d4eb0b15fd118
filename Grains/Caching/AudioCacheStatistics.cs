namespace Speeko.Grains.Caching;

/// <summary>Counters since the start of the silo.</summary>
/// <param name="Restored">Segments found.</param>
/// <param name="Writes">Segments kept.</param>
/// <param name="Errors">Reads and writes that failed or took too long.</param>
/// <param name="Dropped">Segments not kept: too large, or too many waited already.</param>
public readonly record struct AudioCacheStatistics(long Restored, long Writes, long Errors, long Dropped);
