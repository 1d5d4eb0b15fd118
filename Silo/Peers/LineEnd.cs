namespace Speeko.Silo.Peers;

/// <summary>How a line to a peer ended.</summary>
internal enum LineEnd
{
    /// <summary>Nobody is reached, or nobody knows: a timeout, no route.</summary>
    Unreachable,

    /// <summary>There was a connection, and not a word on it.</summary>
    Silent,

    /// <summary>The peer had said something, and then the connection ended.</summary>
    Lost,

    /// <summary>There was no connection: the peer's machine says that nobody listens at that port.</summary>
    Refused,
}
