namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>How fast a listener takes what it hears.</summary>
internal enum Appetite
{
    /// <summary>At once.</summary>
    Greedy,

    /// <summary>As it plays it, with some seconds in hand.</summary>
    RealTime,

    /// <summary>In haste, with pauses of seconds in which everything on the way to it fills up.</summary>
    Fitful,
}
