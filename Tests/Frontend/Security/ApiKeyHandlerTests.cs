using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Speeko.Frontend.Security;

namespace Speeko.Tests.Frontend.Security;

public sealed class ApiKeyHandlerTests
{
    private readonly AuthOptions _auth = new() { ApiKeys = { "first-key", "second-key" } };
    private readonly DefaultHttpContext _context = new()
    {
        RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        Response = { Body = new MemoryStream() },
    };

    [Theory]
    [InlineData("X-API-Key", "first-key")]
    [InlineData("x-api-key", "second-key")]
    [InlineData("Authorization", "Bearer first-key")]
    [InlineData("Authorization", "bearer  second-key ")]
    public async Task A_key_in_a_header_lets_in(string header, string value)
    {
        _context.Request.Headers[header] = value;

        Assert.True((await AuthenticateAsync()).Principal?.Identity?.IsAuthenticated);
    }

    [Theory]
    [InlineData("?api_key=first-key")]
    [InlineData("?access_token=second-key")]
    [InlineData("?id=7&API_KEY=second-key")]
    public async Task A_key_in_the_query_lets_in(string query)
    {
        _context.Request.QueryString = new QueryString(query);

        Assert.True((await AuthenticateAsync()).Succeeded);
    }

    [Theory]
    [InlineData("X-API-Key", "wrong")]
    [InlineData("X-API-Key", "first-ke")]
    [InlineData("X-API-Key", "First-Key")]
    [InlineData("X-API-Key", "first-key,second-key")]
    [InlineData("Authorization", "Bearer wrong")]
    public async Task A_wrong_key_is_told_from_none(string header, string value)
    {
        _context.Request.Headers[header] = value;

        Assert.NotNull((await AuthenticateAsync()).Failure);
    }

    [Theory]
    [InlineData("X-API-Key", "")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Basic first-key")]
    [InlineData("Cookie", "api_key=first-key")]
    public async Task Who_shows_nothing_is_nobody(string header, string value)
    {
        _auth.ApiKeys.Add("");
        _context.Request.Headers[header] = value;

        var result = await AuthenticateAsync();
        Assert.True(result.None);
        Assert.Null(result.Principal);
    }

    [Fact]
    public async Task A_header_counts_before_the_query()
    {
        _context.Request.Headers["X-API-Key"] = "wrong";
        _context.Request.QueryString = new QueryString("?api_key=first-key");

        Assert.False((await AuthenticateAsync()).Succeeded);
    }

    [Fact]
    public async Task Where_everybody_may_do_everything_no_key_is_asked_for()
    {
        _auth.AllowAnonymous = true;

        Assert.Equal("anonymous", (await AuthenticateAsync()).Principal?.Identity?.Name);
    }

    [Fact]
    public async Task Who_is_turned_away_learns_how_to_come_in()
    {
        var handler = await HandlerAsync();
        await handler.ChallengeAsync(null);

        Assert.Equal(StatusCodes.Status401Unauthorized, _context.Response.StatusCode);
        _context.Response.Body.Position = 0;
        Assert.Contains("X-API-Key", await new StreamReader(_context.Response.Body).ReadToEndAsync(), StringComparison.Ordinal);
    }

    private async Task<AuthenticateResult> AuthenticateAsync() => await (await HandlerAsync()).AuthenticateAsync();

    private async Task<ApiKeyHandler> HandlerAsync()
    {
        var handler = new ApiKeyHandler(
            new Fixed<AuthenticationSchemeOptions>(new()), NullLoggerFactory.Instance, UrlEncoder.Default, new Fixed<AuthOptions>(_auth));
        await handler.InitializeAsync(new AuthenticationScheme(ApiKeyHandler.SchemeName, null, typeof(ApiKeyHandler)), _context);
        return handler;
    }

    private sealed class Fixed<T>(T value) : IOptionsMonitor<T>
    {
        public T CurrentValue => value;

        public T Get(string? name) => value;

        public IDisposable? OnChange(Action<T, string?> listener) => null;
    }
}
