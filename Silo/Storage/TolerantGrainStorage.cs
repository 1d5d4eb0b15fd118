using Orleans.Serialization;
using Orleans.Storage;

namespace Speeko.Silo.Storage;

/// <summary>
/// A store of grain states that bears the loss of the one behind it: what can't be written there waits in the memory of this
/// silo, and what can't be read is taken for not being there. So it is for states that those concerned can make anew, such
/// as who listens to which stream; <c>docs/decisions/0007-subscriptions-without-redis.md</c> says what may get lost.
/// </summary>
internal sealed class TolerantGrainStorage(IGrainStorage store, StoreReach reach, UnwrittenStates unwritten, DeepCopier copier)
    : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // 1. What waits to be written is newer than what is written.
        if (unwritten.Find(stateName, grainId) is UnwrittenState<T> waiting)
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) =
                (copier.Copy(waiting.Content), UnwrittenState.ETag, !waiting.IsCleared);
            return;
        }

        // 2. The store. Into an object of its own, for an answer may come when nobody waits for it any more.
        var stored = new GrainState<T>();
        if (!await reach.TryAsync(_ => store.ReadStateAsync(stateName, grainId, stored)).ConfigureAwait(false))
            stored = new GrainState<T>();

        // 3. No ETag if there was no answer: should the store turn out to have a state, a write finds it inconsistent, and
        //    Orleans has the grain read again.
        (grainState.State, grainState.ETag, grainState.RecordExists) =
            (stored.State ?? Activator.CreateInstance<T>(), stored.ETag, stored.RecordExists);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The grain goes on changing its own.
        var content = copier.Copy(grainState.State)!;
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

    /// <summary>Now if that can be, else later. Returns the ETag that the grain has from then on.</summary>
    private async Task<string?> StoreAsync<T>(UnwrittenState<T> state, string? etag)
    {
        // 1. What waits is not overtaken.
        if (unwritten.Find(state.StateName, state.Grain) is null)
        {
            // 2. The store. Whose last write had to wait does not know the store's ETag, and overwrites once more.
            string? written = null;
            async Task WriteAsync(CancellationToken end) => written = etag == UnwrittenState.ETag
                ? await state.OverwriteAsync(store, end).ConfigureAwait(false)
                : await state.WriteAsync(store, etag).ConfigureAwait(false);
            if (await reach.TryAsync(WriteAsync).ConfigureAwait(false))
                return written;
        }

        // 3. Later.
        unwritten.Put(state);
        return UnwrittenState.ETag;
    }
}
