namespace Speeko.Grains.Interfaces.Segments;

/// <summary>How much audio is worth waiting for, and for how long: whoever waits for more must not run dry over it.</summary>
/// <param name="Bytes">So much is worth an answer at once.</param>
/// <param name="UntilMs">From then on, in Unix time in milliseconds, any that comes is.</param>
[GenerateSerializer, Immutable, Alias("speeko.segment-demand")]
public readonly record struct SegmentDemand([property: Id(0)] int Bytes, [property: Id(1)] long UntilMs)
{
    /// <summary>Of whoever has nothing to play.</summary>
    public static readonly SegmentDemand Any = new(1, 0);

    /// <summary>Of whoever needs it whole.</summary>
    public static readonly SegmentDemand All = new(int.MaxValue, long.MaxValue);

    /// <summary>Whether this much is enough at that time.</summary>
    public bool IsMet(int bytes, long nowMs) => bytes >= Bytes || (bytes > 0 && nowMs >= UntilMs);
}
