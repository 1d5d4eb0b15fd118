using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Speeko.Frontend.Hosting;

/// <summary>
/// What the system takes in for a listener counts as taken, and Linux by itself takes up to 4 MB: a minute and a half of
/// speech made ahead for a listener who plays it as it comes, and a ping that is answered after the patience with it is over.
/// </summary>
internal static class ListenSocket
{
    /// <summary>Some seconds of speech; accepted connections inherit it. Full: the frontend waits, and then the session.</summary>
    private const int SendBufferBytes = 128 * 1024;

    public static Socket Bind(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        socket.SendBufferSize = SendBufferBytes;
        return socket;
    }
}
