using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Speeko.Frontend.Security;

/// <summary>
/// Lets in who shows an API key: header <c>X-API-Key</c>, <c>Authorization: Bearer</c>, or, for browsers, which can set no header
/// on a WebSocket, the query's <c>api_key</c> or SignalR's <c>access_token</c>.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> scheme, ILoggerFactory loggers, UrlEncoder encoder, IOptionsMonitor<AuthOptions> auth)
    : AuthenticationHandler<AuthenticationSchemeOptions>(scheme, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (auth.CurrentValue.AllowAnonymous)
            return Task.FromResult(Admit(ApiKeyOwner.Anonymous));
        if (ShownKey() is not { Length: > 0 } shown)
            return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(IsKnown(shown) ? Admit(ApiKeyOwner.IdOf(shown)) : AuthenticateResult.Fail("The API key is not known."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Results.Problem(
        title: "An API key is required.",
        detail: "Send it as header X-API-Key. The keys are set by Auth:ApiKeys; ./run-local.sh uses speeko-local.",
        statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);

    private string? ShownKey()
    {
        if (Request.Headers.TryGetValue("X-API-Key", out var header))
            return header;
        var authorization = Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        return Request.Query.TryGetValue("api_key", out var query) ? query : Request.Query["access_token"];
    }

    /// <summary>Compares hashes, so that the time it takes tells nothing of a key, not even its length.</summary>
    private bool IsKnown(string shown)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(shown));
        var known = false;
        foreach (var key in auth.CurrentValue.ApiKeys)
            known |= CryptographicOperations.FixedTimeEquals(digest, SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return known;
    }

    private static AuthenticateResult Admit(string name)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
