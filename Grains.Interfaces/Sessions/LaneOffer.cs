namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>Where a frontend takes the frames of a session.</summary>
/// <param name="Frontend">The process; it gets one copy of each frame, however many listen there.</param>
/// <param name="Lanes">Its lanes; the session chooses the nearest.</param>
/// <param name="Attempt">Counts what the process has offered: an attempt that was given up long ago may come late.</param>
[GenerateSerializer, Immutable, Alias("speeko.lane-offer")]
public sealed record LaneOffer([property: Id(0)] string Frontend, [property: Id(1)] string[] Lanes, [property: Id(2)] long Attempt);
