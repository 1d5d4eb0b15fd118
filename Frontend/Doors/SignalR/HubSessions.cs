using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Speeko.Frontend.Gateway;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary>The sessions that one connection leads, by id; each with the place that it takes. Thread-safe.</summary>
internal sealed class HubSessions
{
    private static readonly object ItemKey = new();

    private readonly ConcurrentDictionary<Guid, Led> _led = new();

    public static HubSessions Of(HubCallerContext connection)
    {
        lock (connection.Items)
        {
            if (connection.Items.TryGetValue(ItemKey, out var known) && known is HubSessions sessions)
                return sessions;
            sessions = new HubSessions();
            connection.Items[ItemKey] = sessions;
            return sessions;
        }
    }

    public Led? Find(Guid id) => _led.GetValueOrDefault(id);

    /// <summary>One that the connection led before under this id is over.</summary>
    public async Task AddAsync(Led led)
    {
        Led? before = null;
        _led.AddOrUpdate(led.Session.Id, led, (_, known) =>
        {
            before = known;
            return led;
        });
        if (before is not null)
            await before.LeaveAsync().ConfigureAwait(false);
    }

    public async Task EndAsync(Guid id)
    {
        if (_led.TryRemove(id, out var led))
            await led.EndAsync().ConfigureAwait(false);
    }

    /// <summary>This one, unless the connection leads it anew.</summary>
    public Task EndAsync(Led led)
    {
        _led.TryRemove(KeyValuePair.Create(led.Session.Id, led));
        return led.EndAsync();
    }

    /// <summary>The connection is gone.</summary>
    /// <param name="mayComeBack">It was not closed by the client.</param>
    public Task EndAllAsync(bool mayComeBack) =>
        Task.WhenAll(_led.Values.Select(led => mayComeBack ? led.LeaveAsync() : led.EndAsync()));

    /// <param name="session">That is led.</param>
    /// <param name="place">Of the connection's quota.</param>
    internal sealed class Led(ISpeechSession session, IDisposable place)
    {
        private int _isHeard;

        public ISpeechSession Session => session;

        /// <summary>Held while an item of what is heard is written.</summary>
        public SemaphoreSlim Writing { get; } = new(1);

        /// <summary>A session is heard once; who wants to hear it again takes it over from itself.</summary>
        public bool TryHear() => Interlocked.Exchange(ref _isHeard, 1) == 0;

        /// <summary>Be silent: when it completes nothing comes any more of what was cancelled, not even what was about to be written.</summary>
        public async Task<CancelledSpeech> CancelAsync(CancellationToken gone)
        {
            var cancelled = session.Cancel();
            await Writing.WaitAsync(gone).ConfigureAwait(false);
            Writing.Release();
            return cancelled;
        }

        public Task LeaveAsync()
        {
            place.Dispose();
            return session.LeaveAsync().AsTask();
        }

        public Task EndAsync()
        {
            place.Dispose();
            return session.DisposeAsync().AsTask();
        }
    }
}
