using System.Text.Json.Serialization;

namespace Speeko.Frontend.Doors.WebSockets;

[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(StreamMetadata))]
[JsonSerializable(typeof(SynthesisComplete))]
[JsonSerializable(typeof(MarkMessage))]
[JsonSerializable(typeof(CancelledMessage))]
[JsonSerializable(typeof(JoinedMessage))]
[JsonSerializable(typeof(RestartingMessage))]
[JsonSerializable(typeof(ErrorMessage))]
internal sealed partial class SocketJson : JsonSerializerContext;
