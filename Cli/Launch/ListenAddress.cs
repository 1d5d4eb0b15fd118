using System.Net;
using System.Net.Sockets;

namespace Speeko.Cli.Launch;

/// <summary>Looks before anything is started whether the ports that the user chose can be had.</summary>
internal static class ListenAddress
{
    private const int LastPort = 65535;

    public static void Check(LaunchOptions options)
    {
        var address = Resolve(options.Host);
        foreach (var port in Enumerable.Range(0, options.Frontends).SelectMany(options.PortsOf))
        {
            if (port > LastPort)
                throw new CommandFailure($"Port {port} does not exist; choose a lower one with --port, or fewer --frontends.");
            if (PortClaims.TryListen(address, port) is { } obstacle)
                throw new CommandFailure(Describe(obstacle, options.Host, port));
        }
    }

    private static string Describe(SocketError obstacle, string host, int port) => obstacle switch
    {
        SocketError.AddressAlreadyInUse => $"Port {port} of {host} is in use; choose another with --port.",
        SocketError.AddressNotAvailable => $"--host {host} is no address of this machine.",
        _ => $"Port {port} of {host} can not be listened at ({obstacle}); choose another with --port.",
    };

    private static IPAddress Resolve(string host)
    {
        if (host is "*" or "+")
            return IPAddress.Any;
        if (IPAddress.TryParse(host, out var address))
            return address;
        try
        {
            return Dns.GetHostAddresses(host)[0];
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw new CommandFailure($"--host {host} is not known ({exception.Message}).");
        }
    }
}
