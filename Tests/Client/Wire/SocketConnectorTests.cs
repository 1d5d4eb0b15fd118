using Speeko.Client;
using Speeko.Client.Wire;

namespace Speeko.Tests.Client.Wire;

public sealed class SocketConnectorTests : IDisposable
{
    private static readonly SpeekoClientOptions Options = new() { Url = new Uri("http://127.0.0.1:9"), Time = TimeProvider.System };

    private readonly CancellationTokenSource _cancel = new();
    private readonly BrokenNetwork _network = new();
    private readonly HttpMessageInvoker _http;

    public SocketConnectorTests() => _http = new HttpMessageInvoker(_network);

    private SocketConnector Connector => new(Options, new Frontends(Options), _http);

    public void Dispose()
    {
        _http.Dispose();
        _cancel.Dispose();
    }

    [Fact]
    public async Task Who_can_not_be_reached_is_named()
    {
        var refused = await Assert.ThrowsAsync<SpeechException>(() => Connector.ConnectAsync(_cancel.Token));

        Assert.Equal(SpeechErrorCodes.Unreachable, refused.Error.Code);
        Assert.Contains("127.0.0.1:9", refused.Error.Message, StringComparison.Ordinal);
    }

    /// <summary>A cancel may break what is under way before it is heard of as a cancel.</summary>
    [Fact]
    public async Task Who_cancels_is_not_told_of_a_server_that_can_not_be_reached()
    {
        _network.Breaks = _cancel.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Connector.ConnectAsync(_cancel.Token));
    }

    private sealed class BrokenNetwork : HttpMessageHandler
    {
        public Action? Breaks { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Breaks?.Invoke();
            return Task.FromException<HttpResponseMessage>(new HttpRequestException("The connection is broken."));
        }
    }
}
