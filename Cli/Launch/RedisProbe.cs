using System.Net.Sockets;

namespace Speeko.Cli.Launch;

/// <summary>Asks a Redis for a sign of life, so that a wrong address is one line and not the end of every silo.</summary>
internal static class RedisProbe
{
    private const int DefaultPort = 6379;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <param name="redis"><c>host:port</c>, perhaps with StackExchange.Redis options behind it.</param>
    /// <param name="time">Bounds the wait.</param>
    /// <param name="cancellationToken">Whoever asked has gone.</param>
    public static async Task CheckAsync(string redis, TimeProvider time, CancellationToken cancellationToken)
    {
        var (host, port) = Parse(redis.Split(',')[0]);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(host, port, either.Token);
            if (redis.Contains("ssl=true", StringComparison.OrdinalIgnoreCase))
                return;
            await connection.GetStream().WriteAsync("PING\r\n"u8.ToArray(), either.Token);
            var answer = new byte[1];
            await connection.GetStream().ReadExactlyAsync(answer, either.Token);
            if (answer[0] is not ((byte)'+' or (byte)'-'))
                throw new CommandFailure($"What answers at {host}:{port} is no Redis; check --redis.");
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new CommandFailure($"Redis can not be reached at {host}:{port} ({exception.Message}); check --redis.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailure($"Redis at {host}:{port} did not answer within {Timeout.TotalSeconds} s; check --redis.");
        }
    }

    private static (string Host, int Port) Parse(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 0)
            return (address, DefaultPort);
        return colon > 0 && int.TryParse(address.AsSpan(colon + 1), out var port) && port is > 0 and < 65536
            ? (address[..colon], port)
            : throw new CommandFailure($"--redis must be HOST:PORT, not '{address}'.");
    }
}
