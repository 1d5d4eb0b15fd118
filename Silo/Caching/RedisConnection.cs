using StackExchange.Redis;

namespace Speeko.Silo.Caching;

/// <summary>The one connection of this silo to its Redis: membership, stream subscriptions and audio share it.</summary>
internal sealed class RedisConnection(ConfigurationOptions options) : IAsyncDisposable
{
    private readonly Lazy<Task<IConnectionMultiplexer>> _opening = new(
        async () => await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false));

    public ConfigurationOptions Options => options;

    /// <summary>Opened by whoever asks first; later it comes back by itself whenever it is lost.</summary>
    public Task<IConnectionMultiplexer> OpenAsync() => _opening.Value;

    /// <summary>As the Redis providers of Orleans ask for it: shared, so that none of them closes it for the others.</summary>
    public async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ShareAsync() =>
        (await OpenAsync().ConfigureAwait(false), true);

    public async ValueTask DisposeAsync()
    {
        if (_opening is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await OpenAsync().ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }
}
