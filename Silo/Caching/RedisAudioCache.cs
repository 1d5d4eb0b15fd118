using Speeko.Grains.Caching;
using Speeko.Speech.Engines;
using StackExchange.Redis;

namespace Speeko.Silo.Caching;

/// <summary>See <see cref="IAudioCache"/>: in the Redis of the cluster, for a day.</summary>
internal sealed class RedisAudioCache(AudioStore store, CacheHealth health, CacheWriter writer, ISpeechEngine engine) : IAudioCache
{
    private long _restored;

    public AudioCacheStatistics Statistics => new(
        Interlocked.Read(ref _restored), writer.Writes, health.Errors + writer.Refusals, writer.Dropped);

    public async ValueTask<CachedAudio?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (!health.IsWell)
            return null;
        try
        {
            using var value = await store.GetAsync(key, cancellationToken).ConfigureAwait(false);
            health.Worked();
            if (value is null || CachedAudioFormat.Read(value.Span, key, engine.SampleRateHz) is not { } audio)
                return null;
            Interlocked.Increment(ref _restored);
            return audio;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (RedisConnectionException)
        {
            health.Disconnected();
            return null;
        }
        catch (Exception exception) when (AudioStore.IsOutage(exception, cancellationToken))
        {
            health.Failed(exception.Message);
            return null;
        }
    }

    public void Keep(string key, CachedAudio audio) => writer.Add(key, audio);
}
