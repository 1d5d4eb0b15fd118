using System.Text.Json.Serialization;

namespace Speeko.Client.Wire;

internal sealed record VoiceList([property: JsonPropertyName("voices")] IReadOnlyList<Voice> Voices);
