namespace Speeko.Speech.Engines;

public enum VoiceGender : byte
{
    Unknown,
    Male,
    Female,
}

/// <param name="Id">What a request names, such as <c>en-us</c>; unique, lower case.</param>
/// <param name="Name">For people, such as <c>English (America)</c>.</param>
/// <param name="Languages">BCP 47 tags in the engine's order of preference, lower case; at least one.</param>
/// <param name="Gender">As the engine tells it.</param>
/// <param name="Engine">The engine that speaks it, such as <c>espeak-ng</c>.</param>
public sealed record Voice(string Id, string Name, IReadOnlyList<string> Languages, VoiceGender Gender, string Engine);
