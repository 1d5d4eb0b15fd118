using System.Net;
using System.Net.WebSockets;

namespace Speeko.Client.Wire;

/// <summary>Opens sockets to the frontends.</summary>
internal sealed class SocketConnector(SpeekoClientOptions options, Frontends frontends, HttpMessageInvoker http)
{
    public const string KeyHeader = "X-API-Key";

    /// <summary>A connection that was cut without a word is found out while its session still waits.</summary>
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(15);

    public Task<WebSocket> ConnectAsync(CancellationToken cancellationToken) =>
        frontends.AskAsync(url => ConnectAsync(url, cancellationToken));

    /// <summary>Unless the caller has cancelled, which may break a connection in the same ways.</summary>
    public static bool IsUnreachable(Exception exception) =>
        exception is WebSocketException or HttpRequestException or IOException or OperationCanceledException;

    /// <summary>What an HTTP status, or the lack of one, means.</summary>
    public SpeechException Refused(Uri url, HttpStatusCode status, Exception? cause)
    {
        var error = status switch
        {
            0 => new SpeechError(
                SpeechErrorCodes.Unreachable, $"No server can be reached at {url} ({Innermost(cause)})."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when options.ApiKey.Length == 0 =>
                new SpeechError(SpeechErrorCodes.Unauthorized, $"The server at {url} asks for an API key."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new SpeechError(SpeechErrorCodes.Unauthorized, $"The server at {url} does not know this API key."),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new SpeechError(
                SpeechErrorCodes.Unavailable, $"The server at {url} can not serve now (HTTP {(int)status})."),
            _ => new SpeechError(
                SpeechErrorCodes.NotUnderstood, $"What answers at {url} is no Speeko server (HTTP {(int)status})."),
        };
        return new SpeechException(error, cause);
    }

    private async Task<WebSocket> ConnectAsync(Uri url, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (options.ResumeWithin > TimeSpan.Zero)
            (socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout) = (KeepAliveInterval, KeepAliveTimeout);
        if (options.ApiKey.Length > 0)
            socket.Options.SetRequestHeader(KeyHeader, options.ApiKey);
        using var timeout = new CancellationTokenSource(options.Timeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(SocketUrl(url), http, either.Token).ConfigureAwait(false);
            return socket;
        }
        catch (Exception exception)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (IsUnreachable(exception))
                throw Refused(url, status, exception);
            throw;
        }
    }

    private static Uri SocketUrl(Uri url) => new UriBuilder(new Uri(url, "ws/tts/stream"))
    {
        Scheme = url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
    }.Uri;

    private static string Innermost(Exception? exception) => exception switch
    {
        OperationCanceledException => "no answer in time",
        { InnerException: { } inner } => Innermost(inner),
        _ => exception?.Message.TrimEnd('.') ?? "no answer",
    };
}
