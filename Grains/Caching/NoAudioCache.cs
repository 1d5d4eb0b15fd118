namespace Speeko.Grains.Caching;

/// <summary>For a silo without a store: its memory is all it has.</summary>
internal sealed class NoAudioCache : IAudioCache
{
    public AudioCacheStatistics Statistics => default;

    public ValueTask<AudioSearch> FindAsync(string key, CancellationToken cancellationToken) => default;

    public ValueTask<bool> LacksAsync(string key, CancellationToken cancellationToken) => new(false);

    public void Keep(string key, CachedAudio audio)
    {
        // There is nowhere to keep it.
    }
}
