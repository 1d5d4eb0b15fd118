using System.Text.Json.Serialization;

namespace Speeko.Client.Wire;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(VoiceList))]
internal sealed partial class WireJson : JsonSerializerContext;
