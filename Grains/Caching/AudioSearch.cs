namespace Speeko.Grains.Caching;

/// <summary>What an <see cref="IAudioCache"/> has of a segment.</summary>
/// <param name="Found">Null when it has nothing, or nothing sound, or has not answered in time.</param>
/// <param name="Late">Where it has not answered in time: what it finds after all, or null. Does not fail.</param>
public readonly record struct AudioSearch(CachedAudio? Found, Task<CachedAudio?>? Late = null);
