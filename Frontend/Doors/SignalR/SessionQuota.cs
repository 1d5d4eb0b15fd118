using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary>Limits the sessions that one connection has at a time.</summary>
public sealed class SessionQuota(IOptions<LimitOptions> limits)
{
    private static readonly object ItemKey = new();

    /// <summary>A place to give back by disposing it, or null when all are taken.</summary>
    public IDisposable? Take(HubCallerContext connection)
    {
        var counter = CounterOf(connection);
        if (Interlocked.Increment(ref counter.Taken) <= limits.Value.MaxSessionsPerConnection)
            return new Place(counter);
        Interlocked.Decrement(ref counter.Taken);
        return null;
    }

    public SpeechError Exceeded() => new(
        SpeechErrorCode.TooLarge,
        $"A connection may have {limits.Value.MaxSessionsPerConnection} sessions at a time; wait for one to end.",
        Limit: limits.Value.MaxSessionsPerConnection);

    private static Counter CounterOf(HubCallerContext connection)
    {
        lock (connection.Items)
        {
            if (connection.Items.TryGetValue(ItemKey, out var known) && known is Counter counter)
                return counter;
            connection.Items[ItemKey] = counter = new Counter();
            return counter;
        }
    }

    private sealed class Counter
    {
        public int Taken;
    }

    private sealed class Place(Counter counter) : IDisposable
    {
        private int _isGivenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) == 0)
                Interlocked.Decrement(ref counter.Taken);
        }
    }
}
