using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Speeko.Client.Wire;

namespace Speeko.Client;

/// <summary>
/// Speaks text through a Speeko server. What can't be served is a <see cref="SpeechException"/>. Thread-safe; have one per server.
/// </summary>
public sealed class SpeekoClient(SpeekoClientOptions options) : IDisposable
{
    private const string KeyHeader = "X-API-Key";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { ConnectTimeout = options.Timeout });

    /// <summary>Speaks one text on a connection of its own; the items are its chunks in order.</summary>
    public async IAsyncEnumerable<SpeechChunk> SpeakAsync(
        string text, SpeechSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await connection.SpeakAsync(text, settings, cancellationToken).ConfigureAwait(false);
        await foreach (var happened in connection.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (happened)
            {
                case SpeechChunk chunk:
                    yield return chunk;
                    break;
                case SpeechFailed { Error: var error }:
                    throw new SpeechException(error);
                case SpeechCompleted:
                    yield break;
            }
        }

        throw new SpeechException(new SpeechError(
            SpeechErrorCodes.ConnectionLost, "The server ended the connection before the speech was complete."));
    }

    /// <summary>Opens a connection on which text may go in while audio comes out.</summary>
    public async Task<SpeechConnection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (options.ApiKey.Length > 0)
            socket.Options.SetRequestHeader(KeyHeader, options.ApiKey);
        using var timeout = new CancellationTokenSource(options.Timeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(SocketUrl(), _http, either.Token).ConfigureAwait(false);
            return new SpeechConnection(socket, options.Time);
        }
        catch (Exception exception) when (IsUnreachable(exception, cancellationToken))
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw Refused(status, exception);
        }
    }

    /// <summary>What the server can speak.</summary>
    public async Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.Url, "v1/voices"));
        if (options.ApiKey.Length > 0)
            request.Headers.Add(KeyHeader, options.ApiKey);
        using var timeout = new CancellationTokenSource(options.Timeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw Refused(response.StatusCode, cause: null);
            var list = await response.Content.ReadFromJsonAsync(WireJson.Default.VoiceList, either.Token).ConfigureAwait(false);
            return list?.Voices ?? [];
        }
        catch (Exception exception) when (exception is JsonException || IsUnreachable(exception, cancellationToken))
        {
            throw Refused(exception is JsonException ? HttpStatusCode.OK : 0, exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsUnreachable(Exception exception, CancellationToken cancellationToken) =>
        exception is WebSocketException or HttpRequestException or IOException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private Uri SocketUrl() => new UriBuilder(new Uri(options.Url, "ws/tts/stream"))
    {
        Scheme = options.Url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
    }.Uri;

    private SpeechException Refused(HttpStatusCode status, Exception? cause)
    {
        var error = status switch
        {
            0 => new SpeechError(
                SpeechErrorCodes.Unreachable, $"No server can be reached at {options.Url} ({Innermost(cause)})."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when options.ApiKey.Length == 0 =>
                new SpeechError(SpeechErrorCodes.Unauthorized, $"The server at {options.Url} asks for an API key."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new SpeechError(SpeechErrorCodes.Unauthorized, $"The server at {options.Url} does not know this API key."),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new SpeechError(
                SpeechErrorCodes.Unavailable, $"The server at {options.Url} can not serve now (HTTP {(int)status})."),
            _ => new SpeechError(
                SpeechErrorCodes.NotUnderstood, $"What answers at {options.Url} is no Speeko server (HTTP {(int)status})."),
        };
        return new SpeechException(error, cause);
    }

    private static string Innermost(Exception? exception) => exception switch
    {
        OperationCanceledException => "no answer in time",
        { InnerException: { } inner } => Innermost(inner),
        _ => exception?.Message.TrimEnd('.') ?? "no answer",
    };
}
