using System.Text.Json.Serialization;

namespace Speeko.Client;

/// <param name="VoiceId">What <see cref="SpeechSettings.VoiceId"/> takes.</param>
/// <param name="Name">For people.</param>
/// <param name="Languages">BCP 47 tags, lower case, the best first.</param>
/// <param name="Gender"><c>male</c>, <c>female</c> or <c>unknown</c>.</param>
/// <param name="Engine">Which engine speaks it.</param>
public sealed record Voice(
    [property: JsonPropertyName("voice_id")] string VoiceId,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("languages")] IReadOnlyList<string> Languages,
    [property: JsonPropertyName("gender")] string Gender,
    [property: JsonPropertyName("engine")] string Engine);
