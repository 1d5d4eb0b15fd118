using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>A cluster that lets hardly anybody wait.</summary>
public sealed class OverloadTests
{
    private const int Requests = 24;

    [Fact]
    public async Task Who_is_refused_learns_when_to_come_back_and_who_is_taken_hears_all()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions
        {
            Silos = 1,
            Frontends = 1,
            // Eight places, for an engine that has one free refuses nobody.
            Environment = new Dictionary<string, string>
            {
                ["Scheduler__MaxQueued"] = "1",
                ["SpeechWorkers__Workers"] = "2",
                ["SpeechWorkers__SentencesPerWorker"] = "4",
            },
        });
        using var http = new HttpClient { BaseAddress = cluster.Urls[0], DefaultRequestHeaders = { { "X-API-Key", cluster.ApiKey } } };

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => AskAsync(http, i)));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{answer}"));
        Assert.All(answers.Where(answer => answer.Status == HttpStatusCode.ServiceUnavailable), answer =>
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(answer.Body);
            Assert.Equal("overloaded", problem.GetProperty("code").GetString());
            Assert.Equal(answer.RetryAfter?.TotalSeconds, problem.GetProperty("retry_after").GetInt32());
        });

        // Of who is taken no sentence is refused: all are of much the same length.
        var spoken = answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => answer.Body.Length).ToArray();
        Assert.InRange(spoken.Min(), spoken.Max() * 0.8, spoken.Max());
    }

    private static async Task<Answer> AskAsync(HttpClient http, int number)
    {
        // Slow speech takes long to make.
        var text = string.Concat(Enumerable.Range(0, 4).Select(i =>
            $"Request number {number + 100} has a sentence {i} that goes on and on, as sentences do that were written by somebody who had time. "));
        using var response = await http.PostAsJsonAsync("/v1/tts/stream", new { text, speaking_rate = 0.25 });
        return new Answer(response.StatusCode, response.Headers.RetryAfter?.Delta, await response.Content.ReadAsByteArrayAsync());
    }

    private sealed record Answer(HttpStatusCode Status, TimeSpan? RetryAfter, byte[] Body);
}
