namespace Speeko.Relay;

/// <summary>What became of an appended batch. Being full is an everyday outcome, so it is a value.</summary>
[GenerateSerializer, Alias("Speeko.Relay.AppendResult")]
internal enum AppendResult
{
    Accepted,
    Full,
}
