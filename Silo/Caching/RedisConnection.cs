using StackExchange.Redis;

namespace Speeko.Silo.Caching;

/// <summary>The one connection of this silo to a Redis; whatever it keeps there shares it.</summary>
internal sealed class RedisConnection(ConfigurationOptions options) : IAsyncDisposable
{
    private const int ReconnectMs = 100;
    private const int MaxReconnectMs = 1000;

    private readonly Lazy<Task<IConnectionMultiplexer>> _opening = new(
        async () => await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false));

    public ConfigurationOptions Options => options;

    /// <param name="address"><c>host:port</c>, with further StackExchange.Redis options behind it.</param>
    /// <param name="isNeeded">Without it the silo can not work: it does not start while there is no connection.</param>
    public static RedisConnection To(string address, bool isNeeded)
    {
        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail &= isNeeded;
        // A Redis that was restarted is to be found again soon; by itself the client would wait up to ten seconds.
        options.ReconnectRetryPolicy = new ExponentialRetry(ReconnectMs, MaxReconnectMs);
        return new RedisConnection(options);
    }

    /// <summary>As far as is known: one that hangs is not found out at once.</summary>
    public bool IsConnected =>
        _opening is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result.IsConnected: true } };

    /// <summary>Finds out whether it hangs.</summary>
    public async Task<bool> AnswersAsync(TimeSpan limit, TimeProvider time)
    {
        if (!IsConnected)
            return false;
        try
        {
            var answer = (await OpenAsync().ConfigureAwait(false)).GetDatabase().PingAsync();
            answer.Ignore();
            await answer.WaitAsync(limit, time).ConfigureAwait(false);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

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
