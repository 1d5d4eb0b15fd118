using System.Text.Json.Serialization;

namespace Speeko.Frontend.Doors.Http;

[JsonSerializable(typeof(SpeechBody))]
[JsonSerializable(typeof(PrefetchBody))]
[JsonSerializable(typeof(PrefetchCounts))]
internal sealed partial class HttpJson : JsonSerializerContext;
