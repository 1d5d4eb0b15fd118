using Orleans.Storage;

namespace Speeko.Silo.Storage;

/// <summary>As <see cref="UnwrittenState"/>, with its content.</summary>
/// <param name="stateName">Name of the state.</param>
/// <param name="grain">Whose it is.</param>
/// <param name="content">A copy that nobody changes.</param>
/// <param name="isCleared">There is no state any more.</param>
internal sealed class UnwrittenState<T>(string stateName, GrainId grain, T content, bool isCleared) : UnwrittenState(stateName, grain)
{
    public T Content => content;

    public bool IsCleared => isCleared;

    /// <summary>Where the store's ETag is not known.</summary>
    public override async Task<string?> OverwriteAsync(IGrainStorage store, CancellationToken cancellationToken)
    {
        var stored = new GrainState<T>();
        await store.ReadStateAsync(StateName, Grain, stored).ConfigureAwait(false);
        // Nobody waits for it any more, so a newer one may have been written meanwhile.
        cancellationToken.ThrowIfCancellationRequested();
        return stored.RecordExists || !isCleared ? await WriteAsync(store, stored.ETag).ConfigureAwait(false) : stored.ETag;
    }

    /// <summary>Where it is. Returns the new one.</summary>
    public async Task<string?> WriteAsync(IGrainStorage store, string? etag)
    {
        // An object of its own: the store may still change it when nobody waits for that any more.
        var state = new GrainState<T>(content, etag!) { RecordExists = etag is not null };
        if (isCleared)
            await store.ClearStateAsync(StateName, Grain, state).ConfigureAwait(false);
        else
            await store.WriteStateAsync(StateName, Grain, state).ConfigureAwait(false);
        return state.ETag;
    }
}
