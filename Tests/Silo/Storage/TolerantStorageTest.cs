using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using Orleans.Storage;
using Speeko.Silo.Storage;
using Speeko.Tests.Cluster;

namespace Speeko.Tests.Silo.Storage;

/// <summary>A tolerant storage on one that can be taken away, in virtual time.</summary>
public abstract class TolerantStorageTest :
    IAsyncDisposable, ILogger<StoreReach>, ILogger<UnwrittenStates>, ILogger<WriteBehind>
{
    private protected const int Lost = 1100;
    private protected const int Recovered = 1101;
    private protected const int Written = 1102;
    private protected const int Forgotten = 1103;

    private const string Name = "subscribers";

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly ConcurrentQueue<int> _logged = [];
    private readonly IGrainStorage _behind;
    private readonly TolerantGrainStorage _storage;

    private protected TolerantStorageTest()
    {
        _behind = new LastingStorage().Open(_services);
        var (reach, unwritten) = (new StoreReach(() => Cut.IsConnected, Time, this), new UnwrittenStates(this));
        _storage = new TolerantGrainStorage(Cut.Around(_behind), reach, unwritten, _services.GetRequiredService<DeepCopier>());
        WriteBehind = new WriteBehind(Cut.Around(_behind), reach, unwritten, Time, this);
    }

    private protected FakeTimeProvider Time { get; } = new();

    private protected StorageCut Cut { get; } = new();

    /// <summary>Does not run by itself.</summary>
    private protected WriteBehind WriteBehind { get; }

    /// <summary>The changes that an operator is told of, in their order.</summary>
    private protected IEnumerable<int> Logged => _logged;

    public async ValueTask DisposeAsync()
    {
        await Cut.GiveBackAsync();
        await WriteBehind.StopAsync(CancellationToken.None);
        WriteBehind.Dispose();
        await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _logged.Enqueue(eventId.Id);

    private protected static GrainId Grain(string name = "one") => GrainId.Create("test", name);

    private protected async Task<SubscribersState> ReadAsync(GrainId? grain = null)
    {
        var state = new SubscribersState("nonsense");
        await FinishAsync(_storage.ReadStateAsync(Name, grain ?? Grain(), state));
        return state;
    }

    private protected Task WriteAsync(SubscribersState state, GrainId? grain = null) =>
        FinishAsync(_storage.WriteStateAsync(Name, grain ?? Grain(), state));

    private protected Task ClearAsync(SubscribersState state, GrainId? grain = null) =>
        FinishAsync(_storage.ClearStateAsync(Name, grain ?? Grain(), state));

    /// <summary>A round of writing behind.</summary>
    private protected Task WriteBehindAsync() => FinishAsync(WriteBehind.WriteAsync());

    /// <summary>What hangs is given up after as much time as one answer may take, and no more.</summary>
    private protected async Task FinishAsync(Task work)
    {
        if (!work.IsCompleted && Cut.IsHanging)
            Time.Advance(StoreReach.LongestSilence);
        await work.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>What is really stored; null for nothing.</summary>
    private protected async Task<string?> StoredAsync(GrainId? grain = null)
    {
        var state = new SubscribersState();
        await _behind.ReadStateAsync(Name, grain ?? Grain(), state);
        return state.RecordExists ? state.ToString() : null;
    }

    /// <summary>Another silo stores this, whatever is there.</summary>
    private protected async Task StoreElsewhereAsync(string name)
    {
        var state = new SubscribersState();
        await _behind.ReadStateAsync(Name, Grain(), state);
        state.State = new Subscribers { Names = [name] };
        await _behind.WriteStateAsync(Name, Grain(), state);
    }
}
