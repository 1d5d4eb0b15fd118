using Microsoft.Extensions.Options;
using Speeko.Grains.Caching;
using Speeko.Speech.Engines;
using StackExchange.Redis;

namespace Speeko.Silo.Caching;

/// <summary>See <see cref="IAudioCache"/>: in the Redis of the cluster, for a day.</summary>
internal sealed class RedisAudioCache(
    AudioStore store, CacheHealth health, CacheWriter writer, ISpeechEngine engine, IOptions<AudioCacheOptions> options, TimeProvider time)
    : IAudioCache
{
    private readonly TimeSpan _hedgeDelay = TimeSpan.FromMilliseconds(options.Value.HedgeDelayMs);
    private long _restored;

    public AudioCacheStatistics Statistics => new(
        Interlocked.Read(ref _restored), writer.Writes, health.Errors + writer.Refusals, writer.Dropped);

    public async ValueTask<AudioSearch> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (!health.IsWell)
            return default;
        var search = SearchAsync(key, cancellationToken);
        if (await IsAnsweredSoonAsync(search, cancellationToken).ConfigureAwait(false))
            return new AudioSearch(await search.ConfigureAwait(false));
        if (cancellationToken.IsCancellationRequested)
            return default;
        health.WasSlow();
        return new AudioSearch(null, UnlessLostAsync(search));
    }

    public async ValueTask<bool> LacksAsync(string key, CancellationToken cancellationToken)
    {
        if (!health.IsWell)
            return false;
        var asking = IsMissingAsync(key);
        return await IsAnsweredSoonAsync(asking, cancellationToken).ConfigureAwait(false) && await asking.ConfigureAwait(false);
    }

    public void Keep(string key, CachedAudio audio) => writer.Add(key, audio);

    private async ValueTask<bool> IsAnsweredSoonAsync(Task question, CancellationToken cancellationToken)
    {
        await question.WaitAsync(_hedgeDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return question.IsCompleted;
    }

    /// <summary>Nobody has to wait for an answer of a Redis that has been given up.</summary>
    private async Task<CachedAudio?> UnlessLostAsync(Task<CachedAudio?> search)
    {
        using var end = new CancellationTokenSource();
        await Task.WhenAny(search, health.LossAsync(end.Token)).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        return search.IsCompleted ? await search.ConfigureAwait(false) : null;
    }

    private async Task<CachedAudio?> SearchAsync(string key, CancellationToken cancellationToken)
    {
        using var value = await AskAsync(() => store.GetAsync(key)).ConfigureAwait(false);
        if (value is null || cancellationToken.IsCancellationRequested
            || CachedAudioFormat.Read(value.Span, key, engine.SampleRateHz) is not { } audio)
        {
            return null;
        }

        Interlocked.Increment(ref _restored);
        return audio;
    }

    private async Task<bool> IsMissingAsync(string key) =>
        await AskAsync<bool?>(async () => await store.HasAsync(key).ConfigureAwait(false)).ConfigureAwait(false) == false;

    /// <summary>Null when Redis fails.</summary>
    private async Task<T?> AskAsync<T>(Func<Task<T?>> question)
    {
        try
        {
            var answer = await question().ConfigureAwait(false);
            health.Worked();
            return answer;
        }
        catch (RedisConnectionException)
        {
            health.Disconnected();
            return default;
        }
        catch (Exception exception) when (AudioStore.IsOutage(exception))
        {
            health.Failed(exception.Message);
            return default;
        }
    }
}
