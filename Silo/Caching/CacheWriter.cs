using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Speeko.Grains.Caching;
using Speeko.Speech.Engines;
using StackExchange.Redis;

namespace Speeko.Silo.Caching;

/// <summary>
/// Writes behind everybody's back, a few entries at a time: no more stand before a read on the shared connection, and no fewer
/// keep up with engines on a busy machine, where each answer takes its time. What waits is bounded in bytes; full, it takes nothing
/// more and counts that. While Redis is away it waits.
/// </summary>
internal sealed class CacheWriter(
    AudioStore store,
    CacheHealth health,
    ISpeechEngine engine,
    IOptions<AudioCacheOptions> options,
    TimeProvider time,
    ILogger<CacheWriter> logger) : IHostedLifecycleService, IDisposable
{
    private const int AtOnce = 8;

    private readonly Channel<Entry> _waiting = Channel.CreateUnbounded<Entry>();
    private readonly CancellationTokenSource _stopping = new();
    private Task _writing = Task.CompletedTask;
    private long _waitingBytes;
    private long _writes;
    private long _refusals;
    private long _dropped;
    private int _isRefused;

    public long Writes => Interlocked.Read(ref _writes);

    public long Refusals => Interlocked.Read(ref _refusals);

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Add(string key, CachedAudio audio)
    {
        var size = CachedAudioFormat.SizeOf(audio);
        if (size > options.Value.MaxEntryBytes || !TryReserve(size) || !_waiting.Writer.TryWrite(new Entry(key, audio, size)))
            Interlocked.Increment(ref _dropped);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => WriteAsync(_stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Behind the silo, which makes sentences to its end. What waits is still written, unless Redis is away or refuses it.
    /// </summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Redis is away, or the host will not wait longer: what is left is lost, as it is only a copy.
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task WriteAsync(CancellationToken stopping)
    {
        await foreach (var entry in _waiting.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await health.RecoveryAsync(stopping).ConfigureAwait(false);
            var isRefused = !await TryWriteAsync(entry).ConfigureAwait(false);
            Interlocked.Add(ref _waitingBytes, -entry.Size);
            if (isRefused)
                await Task.Delay(TimeSpan.FromMilliseconds(options.Value.ProbeMs), time, stopping).ConfigureAwait(false);
        }
    }

    private bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _waitingBytes, bytes) <= options.Value.MaxPendingBytes)
            return true;
        Interlocked.Add(ref _waitingBytes, -bytes);
        return false;
    }

    /// <summary>False when Redis is there and does not want it: it is full, or may not be written to.</summary>
    private async Task<bool> TryWriteAsync(Entry entry)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)entry.Size);
        var value = buffer.AsMemory(0, (int)entry.Size);
        CachedAudioFormat.Write(entry.Audio, entry.Key, engine.SampleRateHz, value.Span);
        try
        {
            await store.SetAsync(entry.Key, value).ConfigureAwait(false);
        }
        catch (RedisServerException exception)
        {
            Interlocked.Increment(ref _refusals);
            if (Interlocked.Exchange(ref _isRefused, 1) == 0)
                AudioCacheLog.Refused(logger, exception.Message);
            return false;
        }
        catch (Exception exception) when (AudioStore.IsOutage(exception))
        {
            // The buffer may still be on its way out, so it does not go back to the pool.
            health.Failed(exception.Message);
            return true;
        }

        // Says nothing about reads, which have less time: they find out for themselves.
        ArrayPool<byte>.Shared.Return(buffer);
        Interlocked.Increment(ref _writes);
        if (Interlocked.Exchange(ref _isRefused, 0) == 1)
            AudioCacheLog.Accepted(logger);
        return true;
    }

    private sealed record Entry(string Key, CachedAudio Audio, long Size);
}
