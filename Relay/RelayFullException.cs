namespace Speeko.Relay;

/// <summary>
/// A queue stayed full for the whole of <see cref="RelayOptions.FullWait"/>: its readers are slower than its producers.
/// The event was not accepted and will not be delivered.
/// </summary>
[GenerateSerializer, Immutable, Alias("Speeko.Relay.RelayFullException")]
public sealed class RelayFullException : Exception
{
    /// <summary>Creates the exception with a message of its own.</summary>
    public RelayFullException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception without details.</summary>
    public RelayFullException() : this("The relay queue is full.")
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    public RelayFullException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
