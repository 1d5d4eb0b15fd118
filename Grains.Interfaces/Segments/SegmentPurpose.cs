namespace Speeko.Grains.Interfaces.Segments;

/// <summary>Why a sentence is asked for: it decides whether it may be refused, and what goes before it.</summary>
[GenerateSerializer, Alias("speeko.segment-purpose")]
public enum SegmentPurpose : byte
{
    /// <summary>Its listener has heard nothing of the utterance yet. Refused when it would have to wait for too long.</summary>
    Begin,

    /// <summary>It goes on with what its listener hears already, so it is never refused for want of room.</summary>
    Continue,

    /// <summary>Nobody listens yet. The first to be refused, and the last to be spoken.</summary>
    Prefetch,
}
