namespace Speeko.Grains.Caching;

/// <summary>
/// Finished segments outside this process: what a silo has forgotten, or never made, it finds there. It may always say no,
/// and a listener must not notice whether it is there. Thread-safe.
/// </summary>
public interface IAudioCache
{
    AudioCacheStatistics Statistics { get; }

    /// <summary>Answers soon, if only that the answer may come late. Throws nothing; a cancelled search finds nothing.</summary>
    /// <param name="key">Of the segment.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    ValueTask<AudioSearch> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Whether it certainly has nothing of the segment; false where that can't be told soon. Throws nothing.</summary>
    /// <param name="key">Of the segment.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    ValueTask<bool> LacksAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps the audio some time later, or not at all. Returns at once.</summary>
    void Keep(string key, CachedAudio audio);
}
