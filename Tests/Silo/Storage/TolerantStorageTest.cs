using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using Orleans.Storage;
using Speeko.Silo.Storage;
using Speeko.Tests.Cluster;

namespace Speeko.Tests.Silo.Storage;

/// <summary>A tolerant storage on one that can be taken away, in virtual time.</summary>
public abstract class TolerantStorageTest : IAsyncDisposable, ILogger<TolerantGrainStorage>
{
    private protected const int Lost = 1100;
    private protected const int Recovered = 1101;
    private protected const int Written = 1102;
    private protected const int Forgotten = 1103;

    private const string Name = "subscribers";

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly LastingStorage _lasting = new();
    private readonly ConcurrentQueue<int> _logged = [];
    private readonly Channel<int> _changes = Channel.CreateUnbounded<int>();
    private readonly TolerantGrainStorage _storage;

    private protected TolerantStorageTest()
    {
        Behind = _lasting.Open(_services);
        _storage = new TolerantGrainStorage(
            Cut.Around(Behind),
            () => Cut.IsConnected,
            _services.GetRequiredService<DeepCopier>(),
            Time,
            this);
        _storage.Start();
    }

    private protected FakeTimeProvider Time { get; } = new();

    private protected StorageCut Cut { get; } = new();

    /// <summary>The one behind, on a way that is never cut.</summary>
    private protected IGrainStorage Behind { get; }

    public async ValueTask DisposeAsync()
    {
        Cut.GiveBack();
        await _storage.StopAsync();
        _storage.Dispose();
        await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static GrainId Grain(string name = "one") => GrainId.Create("test", name);

    /// <summary>The changes that an operator is told of, in their order.</summary>
    private protected IEnumerable<int> Logged => _logged;

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

    /// <summary>What is really stored; null for nothing.</summary>
    private protected async Task<string?> StoredAsync(GrainId? grain = null)
    {
        var state = new SubscribersState();
        await Behind.ReadStateAsync(Name, grain ?? Grain(), state);
        return state.RecordExists ? state.ToString() : null;
    }

    /// <summary>Another silo stores this, whatever is there.</summary>
    private protected async Task StoreElsewhereAsync(string name)
    {
        var state = new SubscribersState();
        await Behind.ReadStateAsync(Name, Grain(), state);
        state.State = new Subscribers { Names = [name] };
        await Behind.WriteStateAsync(Name, Grain(), state);
    }

    /// <summary>A round of writing behind begins.</summary>
    private protected void NextRound() => Time.Advance(WriteBehind.Period);

    /// <summary>As much time as an answer may take.</summary>
    private protected void PassAnswerLimit() => Time.Advance(StoreReach.AnswerLimit);

    private protected Task StopAsync() => _storage.StopAsync();

    /// <summary>Waits until a round in which something was written has ended.</summary>
    private protected Task WrittenAsync() => LoggedAsync(Written);

    /// <summary>Waits until the store has answered again.</summary>
    private protected Task RecoveredAsync() => LoggedAsync(Recovered);

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _logged.Enqueue(eventId.Id);
        _changes.Writer.TryWrite(eventId.Id);
    }

    private async Task LoggedAsync(int eventId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await _changes.Reader.ReadAsync(limit.Token) != eventId)
        {
        }
    }

    /// <summary>Whatever hangs is given up after as much time as an answer may take, and never more.</summary>
    private async Task FinishAsync(Task work)
    {
        if (!work.IsCompleted && Cut.IsHanging)
            PassAnswerLimit();
        await work.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
