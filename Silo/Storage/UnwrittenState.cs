using Orleans.Storage;

namespace Speeko.Silo.Storage;

/// <summary>What a grain has written and its store has not got yet; a state, or that there is none any more.</summary>
internal abstract class UnwrittenState(string stateName, GrainId grain)
{
    /// <summary>
    /// Stands for the ETag with a grain that was told "written" when nothing was: what the store's ETag is by then, is not
    /// to be known.
    /// </summary>
    public const string ETag = "unwritten";

    public string StateName => stateName;

    public GrainId Grain => grain;

    public (string, GrainId) Key => (stateName, grain);

    /// <summary>
    /// Puts it into the store, whatever is there, and returns the new ETag. Throws <see cref="InconsistentStateException"/> when another writes in the
    /// same moment.
    /// </summary>
    public abstract Task<string?> OverwriteAsync(IGrainStorage store, CancellationToken cancellationToken);
}
