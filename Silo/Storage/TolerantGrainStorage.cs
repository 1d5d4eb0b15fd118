using Orleans.Serialization;
using Orleans.Storage;

namespace Speeko.Silo.Storage;

/// <summary>
/// A store of grain states that bears the loss of the one behind it: what can't be written there waits in the memory of this
/// silo, and what can't be read is taken for not being there. So it is for states that those concerned can make anew, such
/// as who listens to which stream; <c>docs/decisions/0006-subscriptions-without-redis.md</c> says what may get lost.
/// </summary>
internal sealed class TolerantGrainStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Of some 1 KB each.</summary>
    internal const int Capacity = 4096;

    private readonly CancellationTokenSource _stopping = new();
    private readonly IGrainStorage _store;
    private readonly DeepCopier _copier;
    private readonly StoreReach _reach;
    private readonly UnwrittenStates _unwritten;
    private readonly WriteBehind _behind;
    private Task _writing = Task.CompletedTask;

    /// <param name="store">The one behind it.</param>
    /// <param name="isConnected">Whether <paramref name="store"/> can be asked at all; answers at once.</param>
    public TolerantGrainStorage(
        IGrainStorage store, Func<bool> isConnected, DeepCopier copier, TimeProvider time, ILogger<TolerantGrainStorage> logger)
    {
        (_store, _copier) = (store, copier);
        _reach = new StoreReach(isConnected, time, logger);
        _unwritten = new UnwrittenStates(Capacity, logger);
        _behind = new WriteBehind(store, _reach, _unwritten, time, logger);
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // 1. What waits to be written is newer than what is written.
        if (_unwritten.Find(stateName, grainId) is UnwrittenState<T> waiting)
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) =
                (_copier.Copy(waiting.Content), UnwrittenState.ETag, !waiting.IsCleared);
            return;
        }

        // 2. The store. Into an object of its own, for an answer may come when nobody waits for it any more.
        var stored = new GrainState<T>();
        if (!await _reach.TryAsync(_ => _store.ReadStateAsync(stateName, grainId, stored)).ConfigureAwait(false))
            stored = new GrainState<T>();

        // 3. No ETag if there was no answer: should the store turn out to have a state, a write finds it inconsistent, and
        //    Orleans has the grain read again.
        (grainState.State, grainState.ETag, grainState.RecordExists) =
            (stored.State ?? Activator.CreateInstance<T>(), stored.ETag, stored.RecordExists);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The grain goes on changing its own.
        var content = _copier.Copy(grainState.State)!;
        grainState.ETag = await StoreAsync(new UnwrittenState<T>(stateName, grainId, content, isCleared: false), grainState.ETag)
            .ConfigureAwait(false);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var nothing = new UnwrittenState<T>(stateName, grainId, Activator.CreateInstance<T>(), isCleared: true);
        grainState.ETag = await StoreAsync(nothing, grainState.ETag).ConfigureAwait(false);
        (grainState.State, grainState.RecordExists) = (Activator.CreateInstance<T>(), false);
    }

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(TolerantGrainStorage),
        ServiceLifecycleStage.ApplicationServices,
        _ =>
        {
            Start();
            return Task.CompletedTask;
        },
        _ => StopAsync());

    public void Dispose() => _stopping.Dispose();

    internal void Start() => _writing = _behind.RunAsync(_stopping.Token);

    /// <summary>By now the grains are gone.</summary>
    internal async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
    }

    /// <summary>Now if that can be, else later. Returns the ETag that the grain has from then on.</summary>
    private async Task<string?> StoreAsync<T>(UnwrittenState<T> state, string? etag)
    {
        // 1. What waits is not overtaken.
        if (_unwritten.Find(state.StateName, state.Grain) is null)
        {
            // 2. The store. Whose last write had to wait does not know the store's ETag, and overwrites once more.
            string? written = null;
            async Task WriteAsync(CancellationToken end) => written = etag == UnwrittenState.ETag
                ? await state.OverwriteAsync(_store, end).ConfigureAwait(false)
                : await state.WriteAsync(_store, etag).ConfigureAwait(false);
            if (await _reach.TryAsync(WriteAsync).ConfigureAwait(false))
                return written;
        }

        // 3. Later.
        _unwritten.Put(state);
        return UnwrittenState.ETag;
    }
}
