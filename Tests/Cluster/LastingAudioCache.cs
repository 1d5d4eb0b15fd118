using System.Collections.Concurrent;
using Speeko.Grains.Caching;

namespace Speeko.Tests.Cluster;

/// <summary>Outlives the clusters that use it.</summary>
internal sealed class LastingAudioCache : IAudioCache
{
    private readonly ConcurrentDictionary<string, CachedAudio> _kept = new();
    private readonly ConcurrentQueue<string> _sought = new();

    public AudioCacheStatistics Statistics => default;

    public IReadOnlyCollection<CachedAudio> Kept => [.. _kept.Values];

    /// <summary>The keys of the segments that have looked for their audio here.</summary>
    public IReadOnlyCollection<string> Sought => _sought;

    public async ValueTask<AudioSearch> FindAsync(string key, CancellationToken cancellationToken)
    {
        _sought.Enqueue(key);
        await Task.Yield();
        return new AudioSearch(_kept.GetValueOrDefault(key));
    }

    public async ValueTask<bool> LacksAsync(string key, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return !_kept.ContainsKey(key);
    }

    public void Keep(string key, CachedAudio audio) => _kept[key] = audio;
}
