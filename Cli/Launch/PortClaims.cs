using System.Net;
using System.Net.Sockets;

namespace Speeko.Cli.Launch;

/// <summary>
/// Finds free ports for what only the cluster itself talks to. A port is ours while a file named after it is locked, so that
/// two launchers that start at once do not choose the same; the lock goes with the process, however that ends.
/// </summary>
internal sealed class PortClaims : IDisposable
{
    // Below the range from which the system serves outgoing connections: nobody is given one of these by chance.
    private const int First = 20_000;
    private const int Last = 32_000;
    private const int Attempts = 1_000;

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"speeko-ports-{Environment.UserName}");

    private readonly List<FileStream> _locks = [];

    public int Claim()
    {
        Directory.CreateDirectory(Folder);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Random.Shared.Next(First, Last);
            if (TryLock(port) is not { } claimed)
                continue;
            if (TryListen(IPAddress.Loopback, port) is null)
            {
                _locks.Add(claimed);
                return port;
            }

            claimed.Dispose();
        }

        throw new CommandFailure($"No free port was found from {First} to {Last}.");
    }

    /// <summary>What keeps a program from listening there; null for nothing.</summary>
    public static SocketError? TryListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }

    public void Dispose()
    {
        foreach (var claimed in _locks)
            claimed.Dispose();
    }

    private static FileStream? TryLock(int port)
    {
        try
        {
            return new FileStream(
                Path.Combine(Folder, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
