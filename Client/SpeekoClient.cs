using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Speeko.Client.Wire;

namespace Speeko.Client;

/// <summary>
/// Speaks text through a Speeko server. What can't be served is a <see cref="SpeechException"/>. Thread-safe; have one per server.
/// </summary>
public sealed class SpeekoClient : IDisposable
{
    private readonly SpeekoClientOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly Frontends _frontends;
    private readonly SocketConnector _connector;

    public SpeekoClient(SpeekoClientOptions options)
    {
        _options = options;
        _http = new HttpMessageInvoker(new SocketsHttpHandler { ConnectTimeout = options.Timeout });
        _frontends = new Frontends(options);
        _connector = new SocketConnector(options, _frontends, _http);
    }

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
    public async Task<SpeechConnection> ConnectAsync(CancellationToken cancellationToken = default) =>
        new(await _connector.ConnectAsync(cancellationToken).ConfigureAwait(false), _connector, _options);

    /// <summary>What the server can speak.</summary>
    public Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken = default) =>
        _frontends.AskAsync(url => ListVoicesAsync(url, cancellationToken));

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<Voice>> ListVoicesAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url, "v1/voices"));
        if (_options.ApiKey.Length > 0)
            request.Headers.Add(SocketConnector.KeyHeader, _options.ApiKey);
        using var timeout = new CancellationTokenSource(_options.Timeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw _connector.Refused(url, response.StatusCode, cause: null);
            var list = await response.Content.ReadFromJsonAsync(WireJson.Default.VoiceList, either.Token).ConfigureAwait(false);
            return list?.Voices ?? [];
        }
        catch (Exception exception) when (exception is JsonException || SocketConnector.IsUnreachable(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _connector.Refused(url, exception is JsonException ? HttpStatusCode.OK : 0, exception);
        }
    }
}
