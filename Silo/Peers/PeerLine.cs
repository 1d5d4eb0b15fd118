using System.Net;
using System.Net.Sockets;

namespace Speeko.Silo.Peers;

/// <summary>
/// A line to the port that a silo has for other silos. Orleans introduces itself to whoever connects there, and waits for as
/// long as it takes for the other to do so, too: a connection that says nothing costs it nothing, and no line in its log at
/// the level of warnings.
/// </summary>
internal sealed class PeerLine(TimeProvider time) : IPeerLine
{
    /// <summary>A machine that does not answer for so long is not reachable.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(1);

    /// <summary>An introduction takes about a hundred bytes. It is not understood, only heard.</summary>
    private const int BufferBytes = 256;

    public async Task<LineEnd> HoldAsync(IPEndPoint peer, CancellationToken cancellationToken)
    {
        using var socket = new Socket(peer.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (await ConnectAsync(socket, peer, cancellationToken).ConfigureAwait(false) is { } failure)
            return failure;

        // Within one machine a connection may be given the port that it asks for, and reach itself: so nobody listens there.
        if (Equals(socket.LocalEndPoint, socket.RemoteEndPoint))
            return LineEnd.Refused;

        var hasSpoken = false;
        try
        {
            var buffer = new byte[BufferBytes];
            while (await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
                hasSpoken = true;
        }
        catch (SocketException)
        {
            // Reset rather than closed; it is over either way.
        }

        return hasSpoken ? LineEnd.Lost : LineEnd.Silent;
    }

    private async Task<LineEnd?> ConnectAsync(Socket socket, IPEndPoint peer, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ConnectLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(peer, end.Token).ConfigureAwait(false);
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => LineEnd.Refused,
                // There was a connection, and it ended before anybody here could look at it.
                SocketError.ConnectionReset or SocketError.ConnectionAborted => LineEnd.Silent,
                _ => LineEnd.Unreachable,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return LineEnd.Unreachable;
        }
    }
}
