using Speeko.Client;
using Speeko.Tests.EndToEnd;

namespace Speeko.Tests.Client;

/// <summary>The .NET client against a real server.</summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class SpeechConnectionTests(EmbeddedClusterCollection.Fixture fixture) : IDisposable
{
    private const string Sentence = "The night train follows a long winding road.";

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60), TimeProvider.System);
    private readonly SpeekoClient _client = new(
        new SpeekoClientOptions { Url = fixture.Cluster.Urls[0], ApiKey = fixture.Cluster.ApiKey });

    [Fact]
    public async Task Chunks_come_in_sequence_with_their_format()
    {
        var chunks = new List<SpeechChunk>();
        await foreach (var chunk in _client.SpeakAsync(Sentence, SpeechSettings.Default, _limit.Token))
            chunks.Add(chunk);

        Assert.Equal(Enumerable.Range(0, chunks.Count).Select(i => (long)i), chunks.Select(chunk => chunk.Sequence));
        Assert.All(chunks, chunk => Assert.Equal((22050, 1, "pcm"), (chunk.Source.SampleRateHz, chunk.Source.Channels, chunk.Source.Format)));
        Assert.InRange(chunks.Sum(chunk => chunk.Audio.Length) / 44100.0, 1.5, 5);
    }

    [Fact]
    public async Task What_the_server_refuses_is_an_error_with_its_code_and_the_connection_goes_on()
    {
        await using var connection = await _client.ConnectAsync(_limit.Token);
        await connection.SpeakAsync(Sentence, new SpeechSettings { VoiceId = "nobody" }, _limit.Token);
        await connection.SpeakAsync(Sentence, SpeechSettings.Default, _limit.Token);

        var events = await UntilAsync<SpeechCompleted>(connection);

        Assert.Equal("unknown_voice", Assert.Single(events.OfType<SpeechFailed>()).Error.Code);
        Assert.NotEmpty(events.OfType<SpeechChunk>());
    }

    [Fact]
    public async Task Appended_text_is_one_utterance_with_marks_up_to_the_flush()
    {
        await using var connection = await _client.ConnectAsync(_limit.Token);
        var settings = new SpeechSettings { WithMarks = true };
        await connection.AppendAsync("Hello there. How ", settings, _limit.Token);
        await connection.AppendAsync("are you?", settings, _limit.Token);
        await connection.FlushAsync(_limit.Token);

        var events = await UntilAsync<SpeechCompleted>(connection);

        Assert.Single(events.OfType<SpeechStarted>());
        Assert.Contains(events.OfType<SpeechMark>(), mark => mark is { IsSentence: false, TextOffset: 17, TextLength: 3 });
    }

    [Fact]
    public async Task A_cancel_is_answered_and_the_connection_speaks_on()
    {
        await using var connection = await _client.ConnectAsync(_limit.Token);
        await connection.SpeakAsync(string.Concat(Enumerable.Repeat($"{Sentence} ", 200)), SpeechSettings.Default, _limit.Token);
        await UntilAsync<SpeechChunk>(connection);
        await connection.CancelAsync(_limit.Token);
        var cancelled = await UntilAsync<SpeechCancelled>(connection);
        await connection.SpeakAsync("Yes?", SpeechSettings.Default, _limit.Token);

        var events = await UntilAsync<SpeechCompleted>(connection);

        Assert.NotEmpty(Assert.IsType<SpeechCancelled>(cancelled[^1]).TextRemaining);
        Assert.InRange(events.OfType<SpeechChunk>().Sum(chunk => chunk.Audio.Length) / 44100.0, 0.1, 3);
    }

    [Theory]
    [InlineData(null, "wrong", SpeechErrorCodes.Unauthorized)]
    [InlineData(null, "", SpeechErrorCodes.Unauthorized)]
    [InlineData("http://127.0.0.1:9", "any", SpeechErrorCodes.Unreachable)]
    public async Task Who_can_not_connect_learns_why(string? url, string key, string code)
    {
        using var client = new SpeekoClient(
            new SpeekoClientOptions { Url = url is null ? fixture.Cluster.Urls[0] : new Uri(url), ApiKey = key });

        var socket = await Assert.ThrowsAsync<SpeechException>(() => client.ConnectAsync(_limit.Token));
        var http = await Assert.ThrowsAsync<SpeechException>(() => client.ListVoicesAsync(_limit.Token));

        Assert.Equal((code, code), (socket.Error.Code, http.Error.Code));
    }

    [Fact]
    public async Task A_frontend_that_is_not_there_is_passed_over_by_another_of_its_cluster()
    {
        using var client = new SpeekoClient(new SpeekoClientOptions
        {
            Url = new Uri("http://127.0.0.1:9"),
            Alternatives = [fixture.Cluster.Urls[0]],
            ApiKey = fixture.Cluster.ApiKey,
        });

        Assert.NotEmpty(await client.ListVoicesAsync(_limit.Token));
        Assert.NotEmpty(await client.ListVoicesAsync(_limit.Token));
        await using var connection = await client.ConnectAsync(_limit.Token);
        await connection.SpeakAsync(Sentence, SpeechSettings.Default, _limit.Token);
        Assert.NotEmpty((await UntilAsync<SpeechCompleted>(connection)).OfType<SpeechChunk>());
    }

    [Fact]
    public async Task A_caller_that_loses_patience_gets_a_cancel_and_no_error()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token);
        await using var connection = await _client.ConnectAsync(_limit.Token);
        var reading = UntilAsync<SpeechCompleted>(connection, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    public void Dispose()
    {
        _client.Dispose();
        _limit.Dispose();
    }

    private async Task<List<SpeechEvent>> UntilAsync<T>(SpeechConnection connection, CancellationToken cancellationToken = default)
    {
        var events = new List<SpeechEvent>();
        await foreach (var happened in connection.ReadAsync(cancellationToken == default ? _limit.Token : cancellationToken))
        {
            events.Add(happened);
            if (happened is T)
                return events;
        }

        throw new InvalidOperationException($"The connection ended without {typeof(T).Name}.");
    }
}
