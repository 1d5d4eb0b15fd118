using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// The finished sentences that sessions have named, each fetched once for all listeners of this process. Bounded in bytes; what
/// was used longest ago goes first. Thread-safe.
/// </summary>
internal sealed class SegmentCache(IClusterClient cluster, IOptions<SegmentCacheOptions> options, TimeProvider time)
    : IDisposable
{
    /// <summary>What is named is finished, so its silo answers at once, or went without a word.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Longer than the cluster needs to notice that a silo is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A reader that says it has had this many marks gets none; the session has sent them.</summary>
    private const int NoMarks = int.MaxValue;

    private readonly ConcurrentDictionary<Key, Lazy<Task<FetchedSegment>>> _fetching = new();
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = options.Value.MaxBytes });

    public ValueTask<FetchedSegment> GetAsync(NamedAudio name) =>
        _kept.TryGetValue(KeyOf(name), out FetchedSegment? kept) ? new(kept!) : new(FetchOnceAsync(name));

    public void Dispose() => _kept.Dispose();

    private async Task<FetchedSegment> FetchOnceAsync(NamedAudio name)
    {
        var key = KeyOf(name);
        var fetching = _fetching.GetOrAdd(key, _ => new Lazy<Task<FetchedSegment>>(() => FetchAsync(name)));
        try
        {
            return await fetching.Value.ConfigureAwait(false);
        }
        finally
        {
            _fetching.TryRemove(KeyValuePair.Create(key, fetching));
        }
    }

    private async Task<FetchedSegment> FetchAsync(NamedAudio name)
    {
        // Somebody may have fetched it just before this was looked for.
        if (_kept.TryGetValue(KeyOf(name), out FetchedSegment? kept))
            return kept!;
        var begunAt = time.GetTimestamp();
        while (true)
        {
            SpeechError? error;
            try
            {
                var audio = new byte[name.SegmentBytes];
                error = await ReadAsync(name, audio).ConfigureAwait(false);
                if (error is null)
                    return Keep(name, audio);
            }
            catch (Exception exception) when (ClusterCall.IsExpected(exception))
            {
                // Its silo is gone or not reachable: the next read finds the segment elsewhere.
                error = ClusterCall.Unavailable;
            }

            if (error.Code != SpeechErrorCode.Unavailable || time.GetElapsedTime(begunAt) >= Patience)
                return new FetchedSegment([], error);
            await Task.Delay(Pause, time).ConfigureAwait(false);
        }
    }

    /// <summary>A segment that was lost meanwhile is made anew and waited for; it may be some samples longer or shorter.</summary>
    private async Task<SpeechError?> ReadAsync(NamedAudio name, byte[] audio)
    {
        var segment = cluster.GetGrain<ISegmentGrain>(name.Segment);
        var reader = Guid.NewGuid();
        var (filled, isLast) = (0, false);
        try
        {
            while (!isLast && filled < audio.Length)
            {
                var part = await segment
                    .Read(reader, name.Request, filled, NoMarks, new SegmentDemand(audio.Length - filled, long.MaxValue), byName: false).AsTask()
                    .WaitAsync(AnswerTimeout, time).ConfigureAwait(false);
                isLast = part.IsLast;
                if (part.Error is not null)
                    return part.Error;
                filled += Fill(audio.AsSpan(filled), part.Blocks);
            }

            return null;
        }
        finally
        {
            if (!isLast)
                segment.Leave(reader).Ignore();
        }
    }

    private FetchedSegment Keep(NamedAudio name, byte[] audio)
    {
        var fetched = new FetchedSegment(audio, null);
        _kept.Set(KeyOf(name), fetched, new MemoryCacheEntryOptions { Size = audio.Length });
        return fetched;
    }

    private static Key KeyOf(NamedAudio name) => new(name.Segment, name.Content);

    /// <summary>Returns how many bytes there was room for.</summary>
    private static int Fill(Span<byte> audio, byte[][] blocks)
    {
        var filled = 0;
        foreach (var block in blocks)
        {
            var fits = Math.Min(block.Length, audio.Length - filled);
            block.AsSpan(0, fits).CopyTo(audio[filled..]);
            filled += fits;
        }

        return filled;
    }

    private sealed record Key(string Segment, ulong Content);
}
