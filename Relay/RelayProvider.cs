namespace Speeko.Relay;

/// <summary>What carries the streams of a relay.</summary>
public enum RelayProvider
{
    /// <summary>Readers wait at the queue for data: no polling, hops well below a millisecond.</summary>
    Push,

    /// <summary>The stock memory streams of Orleans, which poll: the control that a benchmark compares with.</summary>
    Memory,
}
