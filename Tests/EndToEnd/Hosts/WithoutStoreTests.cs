using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Hosts;

/// <summary>One silo and one frontend on one machine, without a store, with tight limits.</summary>
public sealed class WithoutStoreTests : IAsyncLifetime
{
    private readonly int _port = FreePorts.Find(0, 1, 2, 3);
    private RunningProgram _silo = null!;
    private RunningProgram _frontend = null!;

    private Uri Url => new($"http://127.0.0.1:{_port}/");

    public async Task InitializeAsync()
    {
        // The frontend comes first, and waits.
        _frontend = HostPrograms.Frontend(
            $"--urls={Url}", $"--Cluster:GatewayPort={_port + 3}", "--Auth:ApiKeys:0=one", "--Auth:ApiKeys:1=two", "--Limits:IdleSeconds=1");
        _silo = HostPrograms.Silo(
            $"--urls=http://127.0.0.1:{_port + 1}", $"--Cluster:SiloPort={_port + 2}", $"--Cluster:GatewayPort={_port + 3}");
        await HostPrograms.ReadyAsync(new Uri($"http://127.0.0.1:{_port + 1}/"));
        await HostPrograms.ReadyAsync(Url);
    }

    public async Task DisposeAsync()
    {
        await _frontend.DisposeAsync();
        await _silo.DisposeAsync();
    }

    [Fact]
    public async Task They_speak_for_every_key_and_close_a_socket_on_which_nothing_happens()
    {
        foreach (var key in (string[])["one", "two"])
        {
            await using var socket = await RawSocket.ConnectAsync(Url, key);
            await socket.SendAsync(new { text = "No store is needed for this." });
            Assert.True((await socket.HearAsync()).IsComplete);

            var closed = await Assert.ThrowsAsync<InvalidOperationException>(() => socket.ReceiveAsync());
            Assert.Contains("NormalClosure idle", closed.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_frontend_that_is_stopped_says_so_to_its_listeners_and_both_end_in_order()
    {
        await using var socket = await RawSocket.ConnectAsync(Url, "one");
        _frontend.Signal(ProcessTable.Terminate);

        var closed = await Assert.ThrowsAsync<InvalidOperationException>(() => socket.ReceiveAsync());
        Assert.Contains("EndpointUnavailable", closed.Message, StringComparison.Ordinal);
        Assert.Equal(0, await _frontend.ExitCodeAsync(HostPrograms.Limit));
        _silo.Signal(ProcessTable.Terminate);
        Assert.Equal(0, await _silo.ExitCodeAsync(HostPrograms.Limit));
    }

    [Fact]
    public async Task Without_its_silo_a_frontend_tells_its_listeners_to_come_back()
    {
        await using var socket = await RawSocket.ConnectAsync(Url, "one");
        await socket.SendAsync(new { text = "Before." });
        Assert.True((await socket.HearAsync()).IsComplete);
        _silo.Signal(ProcessTable.Kill);
        await _silo.ExitCodeAsync(HostPrograms.Limit);

        await socket.SendAsync(new { text = "Nobody is there." });
        var answer = await socket.HearAsync();

        Assert.True(answer.ErrorCode is "unavailable" or "session_lost", answer.Last.ToString());
        using var http = new HttpClient { BaseAddress = Url };
        http.DefaultRequestHeaders.Add("X-API-Key", "one");
        using var voices = await http.GetAsync("v1/voices");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, voices.StatusCode);
        Assert.NotNull(voices.Headers.RetryAfter);
    }
}
