using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

/// <summary>Both ends of a WebSocket over a real connection of this machine.</summary>
internal sealed class SocketPair : IDisposable
{
    private readonly TcpClient _client;
    private readonly TcpClient _server;

    private SocketPair(TcpClient client, TcpClient server)
    {
        (_client, _server) = (client, server);
        Near = WebSocket.CreateFromStream(server.GetStream(), new WebSocketCreationOptions { IsServer = true });
        Far = WebSocket.CreateFromStream(client.GetStream(), new WebSocketCreationOptions());
    }

    /// <summary>The server's end.</summary>
    public WebSocket Near { get; }

    /// <summary>The client's end.</summary>
    public WebSocket Far { get; }

    public static async Task<SocketPair> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        return new SocketPair(client, await listener.AcceptTcpClientAsync());
    }

    /// <summary>The client goes without a word.</summary>
    public void BreakOff() => _client.Client.Close(0);

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
        _server.Dispose();
        _client.Dispose();
    }
}
