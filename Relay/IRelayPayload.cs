namespace Speeko.Relay;

/// <summary>
/// An event that knows its own weight. Every bound of the relay is in bytes, so events that carry more than a few
/// hundred bytes should implement this; others are counted with <see cref="RelayOptions.AssumedEventBytes"/>.
/// </summary>
public interface IRelayPayload
{
    /// <summary>Approximate size of the event on the wire, in bytes.</summary>
    int SizeBytes { get; }
}
