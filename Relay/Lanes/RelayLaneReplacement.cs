namespace Speeko.Relay;

/// <summary>A lane fell silent, and another one with the same number took its place.</summary>
/// <param name="Old">Key of the lane's stream up to now.</param>
/// <param name="New">Key of the lane's stream from now on.</param>
/// <param name="Names">Keys of all lanes, ordered by number.</param>
public sealed record RelayLaneReplacement(string Old, string New, IReadOnlyList<string> Names);
