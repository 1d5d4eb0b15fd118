using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>One connection to one frontend, and what must come over it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>A second and a half: what the system holds for a client that plays is not much.</summary>
    private const int SystemBufferBytes = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ChaosCluster _cluster;
    private readonly int _frontend;
    private readonly int _deaths;
    private bool _isLeftOpen;

    private Visit(ChaosCluster cluster, int frontend, int deaths, RawSocket socket, Oracle oracle) =>
        (_cluster, _frontend, _deaths, Socket, Oracle) = (cluster, frontend, deaths, socket, oracle);

    public RawSocket Socket { get; }

    public Oracle Oracle { get; }

    /// <summary>The longest that it waited for what was due.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>What came behind that, and when.</summary>
    public string EndOfWait { get; private set; } = "nothing";

    /// <summary>Its frontend was killed, and the connection with it; or it was being killed already when it took the connection.</summary>
    public bool IsExcused => _cluster.DeathsOf(_frontend) > _deaths || _deaths % 2 == 1;

    /// <summary>Of this session as far as it is told, for the message of a test that fails.</summary>
    public string Name => $"frontend {_frontend + 1}, session {Oracle.SessionId}";

    /// <summary>What a connection throws that is gone, whoever has ended it.</summary>
    public static bool IsLossOfConnection(Exception exception) =>
        exception is WebSocketException or SocketException or IOException or InvalidOperationException or ObjectDisposedException;

    /// <summary>At this frontend, or at the other when it is away.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="frontend">The one that is preferred.</param>
    /// <param name="oracle">Of a session that was begun elsewhere; null for a new one.</param>
    public static async Task<Visit> ConnectAsync(ChaosCluster cluster, int frontend, Oracle? oracle = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var choice = frontend % ChaosCluster.Frontends; ; choice = (choice + 1) % ChaosCluster.Frontends)
        {
            var deaths = cluster.DeathsOf(choice);
            try
            {
                var socket = await RawSocket.ConnectAsync(cluster.Processes.Urls[choice], cluster.Processes.ApiKey, SystemBufferBytes, []);
                return new Visit(cluster, choice, deaths, socket, oracle ?? new Oracle());
            }
            catch (Exception exception) when (exception is WebSocketException or SocketException or HttpRequestException)
            {
                if (TimeProvider.System.GetElapsedTime(began) > Patience)
                    throw new OracleException($"no frontend takes a connection: {exception.Message}");
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    /// <summary>The next message, which is due.</summary>
    public async Task<(byte[]? Chunk, JsonElement Json)> ReceiveAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var came = "the loss of the connection";
        try
        {
            var message = await Socket.ReceiveAsync();
            came = message.Chunk is null ? message.Json.ToString() : $"chunk {Oracle.Chunks}";
            return message;
        }
        catch (OperationCanceledException)
        {
            throw new OracleException($"nothing for {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F0} s");
        }
        finally
        {
            var waited = TimeProvider.System.GetElapsedTime(began);
            if (waited > LongestWait)
                (LongestWait, EndOfWait) = (waited, FormattableString.Invariant($"{came}, {TimeProvider.System.GetUtcNow():HH:mm:ss.fff}"));
        }
    }

    /// <summary>Its connection stays open, and nobody reads from it any more; for whoever wants to know what becomes of it.</summary>
    public RawSocket LeaveOpen()
    {
        _isLeftOpen = true;
        return Socket;
    }

    public ValueTask DisposeAsync() => _isLeftOpen ? ValueTask.CompletedTask : Socket.DisposeAsync();
}
