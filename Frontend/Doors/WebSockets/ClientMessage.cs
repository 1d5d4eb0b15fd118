using System.Text.Json.Serialization;

namespace Speeko.Frontend.Doors.WebSockets;

/// <summary>What a client may say. Without a type it is a request to speak.</summary>
internal sealed record ClientMessage : SpeechBody
{
    public const string Speak = "speak";

    /// <summary>As it came; <see cref="Kind"/> is what it means.</summary>
    [JsonPropertyName("type")] public string? Type { get; init; }

    [JsonIgnore] public string Kind => Type ?? Speak;

    /// <summary>True: also send where words and sentences start.</summary>
    [JsonPropertyName("marks")] public bool? Marks { get; init; }

    /// <summary>Of the session to resume, or to listen to.</summary>
    [JsonPropertyName("session_id")] public Guid? SessionId { get; init; }

    /// <summary>Position of a chunk.</summary>
    [JsonPropertyName("sequence")] public long? Sequence { get; init; }
}
