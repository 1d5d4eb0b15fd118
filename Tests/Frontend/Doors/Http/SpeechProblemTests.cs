using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Speeko.Frontend.Doors;
using Speeko.Frontend.Doors.Http;
using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Frontend.Doors.Http;

public sealed class SpeechProblemTests
{
    private readonly DefaultHttpContext _context = new()
    {
        RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        Response = { Body = new MemoryStream() },
    };

    [Fact]
    public async Task An_overload_is_a_503_that_says_when_to_come_back()
    {
        await SpeechProblem.WriteAsync(_context, new SpeechError(SpeechErrorCode.Overloaded, "Too much.", Limit: 7, RetryAfterSeconds: 3));

        Assert.Equal((503, "3"), (_context.Response.StatusCode, _context.Response.Headers.RetryAfter.ToString()));
        Assert.StartsWith("application/problem+json", _context.Response.ContentType, StringComparison.Ordinal);
        var problem = Read();
        Assert.Equal(
            ("Too much.", "overloaded", 7, 3, false),
            (problem.GetProperty("detail").GetString(), problem.GetProperty("code").GetString(), problem.GetProperty("limit").GetInt32(),
                problem.GetProperty("retry_after").GetInt32(), problem.TryGetProperty("field", out _)));
    }

    [Fact]
    public async Task What_can_not_be_tried_again_says_no_time()
    {
        await SpeechProblem.WriteAsync(_context, new SpeechError(SpeechErrorCode.BadField, "Wrong.", "text"));

        Assert.Equal((400, 0), (_context.Response.StatusCode, _context.Response.Headers.RetryAfter.Count));
        Assert.Equal("text", Read().GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("bad_message", 400)]
    [InlineData("nothing_to_speak", 400)]
    [InlineData("too_large", 413)]
    [InlineData("unknown_voice", 404)]
    [InlineData("unknown_language", 404)]
    [InlineData("text_rejected", 422)]
    [InlineData("engine_failed", 500)]
    [InlineData("session_lost", 503)]
    [InlineData("unavailable", 503)]
    public void Every_code_has_its_status(string code, int status) => Assert.Equal(
        status, SpeechProblem.StatusOf(Enum.GetValues<SpeechErrorCode>().Single(value => value.ToWireName() == code)));

    private JsonElement Read()
    {
        _context.Response.Body.Position = 0;
        return JsonSerializer.Deserialize<JsonElement>(_context.Response.Body);
    }
}
