using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// The finished sentences that sessions have named, each fetched once for all listeners of this process. Bounded in bytes; what
/// was used longest ago goes first. Thread-safe.
/// </summary>
internal sealed class SegmentCache(IClusterClient cluster, IOptions<SegmentCacheOptions> options, TimeProvider time)
    : IDisposable
{
    private readonly ConcurrentDictionary<Key, SegmentFetch> _fetching = new();
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = options.Value.MaxBytes });

    /// <summary>Null where it is not kept.</summary>
    public FetchedSegment? Find(NamedAudio name) => _kept.Get<FetchedSegment>(KeyOf(name));

    /// <summary>From the cluster, with all others who wait for it.</summary>
    public async Task<FetchedSegment> FetchAsync(NamedAudio name, CancellationToken cancellationToken)
    {
        var key = KeyOf(name);
        while (true)
        {
            var fetch = _fetching.GetOrAdd(key, _ => new SegmentFetch(cluster.GetGrain<ISegmentGrain>(name.Segment), name, time));
            if (!fetch.TryJoin())
            {
                _fetching.TryRemove(KeyValuePair.Create(key, fetch));
                continue;
            }

            try
            {
                // Somebody may have fetched it just before this was looked for.
                return _kept.TryGetValue(key, out FetchedSegment? kept)
                    ? kept!
                    : Keep(key, await fetch.ResultAsync(cancellationToken).ConfigureAwait(false));
            }
            finally
            {
                if (fetch.Leave())
                {
                    _fetching.TryRemove(KeyValuePair.Create(key, fetch));
                    fetch.Dispose();
                }
            }
        }
    }

    public void Dispose() => _kept.Dispose();

    private FetchedSegment Keep(Key key, FetchedSegment fetched)
    {
        if (fetched.Error is null && !_kept.TryGetValue(key, out _))
            _kept.Set(key, fetched, new MemoryCacheEntryOptions { Size = fetched.Audio.Length });
        return fetched;
    }

    private static Key KeyOf(NamedAudio name) => new(name.Segment, name.Content);

    private sealed record Key(string Segment, ulong Content);
}
