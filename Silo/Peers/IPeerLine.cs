using System.Net;

namespace Speeko.Silo.Peers;

/// <summary>A connection to a peer that is held and not used.</summary>
internal interface IPeerLine
{
    /// <summary>Connects, holds on for as long as the other side does, and tells how it ended.</summary>
    Task<LineEnd> HoldAsync(IPEndPoint peer, CancellationToken cancellationToken);
}
