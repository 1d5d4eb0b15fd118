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
    /// <summary>What is named is finished, so its silo answers at once; or has lost it, or went without a word.</summary>
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
        var (segment, reader) = (cluster.GetGrain<ISegmentGrain>(name.Segment), Guid.NewGuid());
        var audio = new byte[name.SegmentBytes];
        long? failsSince = null;
        while (true)
        {
            SpeechError? error;
            try
            {
                error = await ReadAsync(segment, reader, name.Request, audio).ConfigureAwait(false);
                if (error is null)
                    return Keep(name, audio);
            }
            catch (TimeoutException)
            {
                // Lost and made anew, it may have to wait for its turn: who left would have to wait from the start. Or its silo went
                // without a word, and then the next read is elsewhere.
                failsSince = null;
                continue;
            }
            catch (Exception exception) when (ClusterCall.IsExpected(exception))
            {
                // Its silo is gone or not reachable: the next read finds the segment elsewhere.
                error = ClusterCall.Unavailable;
            }

            failsSince ??= time.GetTimestamp();
            if (error.Code != SpeechErrorCode.Unavailable || time.GetElapsedTime(failsSince.Value) >= Patience)
            {
                segment.Leave(reader).Ignore();
                return new FetchedSegment([], error);
            }

            await Task.Delay(Pause, time).ConfigureAwait(false);
        }
    }

    /// <summary>A segment that was lost meanwhile is made anew and waited for; it may be some samples longer or shorter.</summary>
    private async Task<SpeechError?> ReadAsync(ISegmentGrain segment, Guid reader, SegmentRequest request, byte[] audio)
    {
        var (filled, isLast) = (0, false);
        while (!isLast && filled < audio.Length)
        {
            var part = await segment
                .Read(reader, request, filled, NoMarks, new SegmentDemand(audio.Length - filled, long.MaxValue), byName: false).AsTask()
                .WaitAsync(AnswerTimeout, time).ConfigureAwait(false);
            isLast = part.IsLast;
            if (part.Error is not null)
                return part.Error;
            filled += Fill(audio.AsSpan(filled), part.Blocks);
        }

        if (!isLast)
            segment.Leave(reader).Ignore();
        return null;
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
