namespace Speeko.Grains.Interfaces.Segments;

/// <summary>What became of the wish to have a sentence ready.</summary>
[GenerateSerializer, Alias("speeko.prefetch-outcome")]
public enum PrefetchOutcome : byte
{
    /// <summary>It is being made, or will be when nobody waits.</summary>
    Accepted,

    /// <summary>It is ready.</summary>
    Cached,

    /// <summary>Listeners need the engines.</summary>
    Refused,
}
